"""Sentences for clients who may not be safe: whether anybody at the practice can respond now.

The form, the receipt, the mails and the client's page all use them. They never promise a call
or a day of an answer. Pages state what is true when they are opened, mails what was true when
they were sent.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from booking.models import AppointmentRequest, SafetyStep
from booking.models.choices import ForWhom
from clinic import duty
from clinic.crisis import EMERGENCY, LIFELINE, key, spelling
from clinic.models import ClinicDetails
from clinic.working_days import Hours, Span, clock, day_in_words

DO_NOT_WAIT = "Do not wait for us."


class SafetyMessage(NamedTuple):
    """`here`: whether anybody reads or calls. `call`: whom to call, "" in neutral mails."""

    here: str
    call: str = ""

    def __str__(self) -> str:
        return f"{self.here} {self.call}".strip()


def plain(
    hours: Hours,
    now: datetime,
    *,
    on_duty: bool,
    may_call: bool | None,
    lines: Iterable[Any],
    dated: bool = False,
) -> SafetyMessage:
    """Return the message with crisis lines. `may_call` is None if it is not known yet.

    `dated` adds the date, for mails that may be read on a later day.
    """
    today = _today_text(hours, now, dated=dated)
    if may_call is None:
        trying = f"We try to call you {today}, if you allow calls."
    elif may_call:
        trying = f"We try to call you {today}."
    else:
        trying = f"We try to reach you {today}, in the way you chose."
    without = _nobody_reads(hours, now, "this", "requests")
    nobody = "Nobody is on duty for emergencies today."
    here = without or f"{trying if on_duty else nobody} {DO_NOT_WAIT}"
    return SafetyMessage(here, call_now(lines))


def neutral(hours: Hours, now: datetime, *, on_duty: bool, may_call: bool) -> SafetyMessage:
    """Return the message of neutral mails: nothing about safety, and no crisis line."""
    way = "call" if may_call else "reach"
    trying = f"We try to {way} you {_today_text(hours, now, dated=True)}."
    without = _nobody_reads(hours, now, "messages", "messages")
    here = without or (trying if on_duty else "We may not read messages today.")
    return SafetyMessage(f"{here} Please do not wait for us.")


def before_sending(clinic: ClinicDetails, now: datetime) -> SafetyMessage:
    """Return the message of the request form."""
    on_duty = _on_duty(clinic.times, now)
    return plain(clinic.times, now, on_duty=on_duty, may_call=None, lines=clinic.lines)


def for_request(
    appointment_request: AppointmentRequest, clinic: ClinicDetails
) -> SafetyMessage | None:
    """Return the message for the pages of a request, or None if no outcome is needed."""
    return (
        _for_request(appointment_request, clinic, dated=False)
        if appointment_request.needs_safety_outcome
        else None
    )


def for_mail(
    appointment_request: AppointmentRequest, clinic: ClinicDetails
) -> SafetyMessage | None:
    """Return the message for a mail that is sent now, in the wording that the client allows."""
    if not appointment_request.needs_safety_outcome:
        return None
    if not appointment_request.neutral_wording:
        return _for_request(appointment_request, clinic, dated=True)
    now = timezone.now()
    on_duty = _on_duty(clinic.times, now)
    return neutral(clinic.times, now, on_duty=on_duty, may_call=appointment_request.may_call)


def concern_sentence(appointment_request: AppointmentRequest) -> str:
    """Return a clause that says who said that who may not be safe, without a full stop."""
    by_staff = appointment_request.safety_steps.filter(kind=SafetyStep.Kind.FLAGGED).exists()
    who = "you" if appointment_request.for_whom == ForWhom.SELF else "the person you ask for"
    return f"{'We are worried' if by_staff else 'You told us'} that {who} may not be safe"


def call_now(lines: Iterable[Any]) -> str:
    """Return a sentence with the emergency number and the first crisis line."""
    order = sorted(lines, key=lambda line: (not line.is_emergency, key(line.name) != key(LIFELINE)))
    named = [
        EMERGENCY if line.is_emergency else f"{line.name} {spelling(line.phone)}"
        for line in order[:2]
    ]
    return f"Call {' or '.join(named)} now."


def _for_request(
    appointment_request: AppointmentRequest, clinic: ClinicDetails, *, dated: bool
) -> SafetyMessage:
    now = timezone.now()
    on_duty = _on_duty(clinic.times, now)
    return plain(
        clinic.times,
        now,
        on_duty=on_duty,
        may_call=appointment_request.may_call,
        lines=clinic.lines,
        dated=dated,
    )


def _on_duty(hours: Hours, now: datetime) -> bool:
    return hours.is_open(now) and duty.on(hours.local(now).date()).first is not None


def _open_span(hours: Hours, now: datetime) -> Span | None:
    spans = hours.spans(hours.local(now).date())
    return next((span for span in spans if span.holds(now)), None)


def _nobody_reads(hours: Hours, now: datetime, this: str, these: str) -> str:
    """Return a sentence for times when nobody may read `this`, or "" when somebody can."""
    span, coming = _open_span(hours, now), hours.next_span(now)
    if span is not None and span == coming:
        return ""
    before = f" before {_opening_text(coming.opens, hours.local(now))}" if coming else ""
    if span is not None:
        # Less than `clinic.working_days.TIME_TO_READ` is left.
        closes = clock(span.closes.time())
        return f"We close at {closes} and may not read {this}{before or ' today'}."
    if coming:
        return f"We are closed. Nobody reads {this}{before}."
    if hours.weekly:
        return f"We are closed, and cannot say when somebody reads {this}."
    return f"We do not read {these} at all hours."


def _opening_text(opens: datetime, now: datetime) -> str:
    """Format an opening time: Monday 9 am; with the date if it is a week or more away."""
    days, at = (opens.date() - now.date()).days, clock(opens.time())
    if days == 0:
        return f"{opens:%A} {at} (today)"
    return f"{opens:%A} {at}" if days < 7 else f"{day_in_words(opens.date())}, {at}"


def _today_text(hours: Hours, now: datetime, *, dated: bool) -> str:
    """Return "today until <closing time>". Breaks are ignored, as duty continues after them."""
    spans = hours.spans(hours.local(now).date())
    until = clock(spans[-1].closes.time()) if spans else ""
    day = f" ({day_in_words(hours.local(now).date())})" if dated else ""
    return f"today until {until}{day}"
