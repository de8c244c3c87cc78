"""Random mornings and evenings: nobody who may not be safe is ever off the lane without an
outcome, no close passes without somebody asked by name to look after them, and no word of
theirs is lost.

`make drill` walks 200 mornings and evenings: DRILL_PRACTICES.
"""

import contextlib
import os
import random
import uuid
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from booking import actions, answer_clock, transitions
from booking.client_page import actions as client_actions
from booking.desk import actions as desk_actions
from booking.desk import queues
from booking.desk.written_words import mark_read
from booking.errors import LinkEndedError, MissingDetailError, NotPossibleError, StaleVersionError
from booking.models import (
    Appointment,
    AppointmentRequest,
    ClientLink,
    Handover,
    Outcome,
    SafetyRecord,
    SafetyStep,
)
from booking.safety import actions as safety
from booking.safety import handovers
from booking.transitions import Details
from clinic import throttle
from clinic.mail import outbox
from clinic.models import ClinicDetails
from tests.booking.factories import make_request, make_staff, on_duty

pytestmark = pytest.mark.django_db
SYDNEY = ZoneInfo("Australia/Sydney")
MONDAY = datetime(2026, 3, 30, 9, tzinfo=SYDNEY)  # the clocks go back on the Sunday after
#: Ten walk 200 mornings and evenings.
PRACTICES = int(os.environ.get("DRILL_PRACTICES", "2"))
DAYS = 10
REFUSED = (
    MissingDetailError,
    NotPossibleError,
    StaleVersionError,
    LinkEndedError,
    PermissionDenied,
)


class Walk:
    """One practice over some days; `flagged` are those who must be on the lane."""

    def __init__(self, seed, clock_):
        self.chance, self.clock = random.Random(seed), clock_
        self.reception, self.lead = make_staff("Reception"), make_staff("Lead")
        self.clinician = make_staff("Clinician")
        if seed % 3:  # some practices have no roster, the first among them
            on_duty(self.clinician, email="duty@example.org")
            on_duty(self.lead, rank=2)
        self.flagged, self.unread = set(), set()

    def somebody_asks(self):
        appointment_request = make_request(safe_now=self.chance.choice(["no", "unsure", "yes"]))
        if appointment_request.safety_flag:
            self.flagged.add(appointment_request.pk)

    def one(self):
        return self.chance.choice(list(AppointmentRequest.objects.order_by("pk")))

    def reception_moves(self):
        appointment_request, other = self.one(), self.one()
        event = self.chance.choice(list(transitions.BY_EVENT))
        soon = Appointment(starts_at=self.clock.now + timedelta(days=3), format="phone")
        words = self.chance.choice(["", "Words"])
        details = Details(text=words, note=words, appointment=soon, duplicate_of=other)
        by = self.chance.choice([self.reception, self.lead])
        actions.move(
            appointment_request,
            event,
            by=by,
            seen_version=appointment_request.version,
            details=details,
        )
        if words:
            self.unread.discard(appointment_request.pk)

    def somebody_opens(self):
        appointment_request = self.one()
        mark_read(appointment_request)
        self.unread.discard(appointment_request.pk)

    def reception_sets_aside(self):
        appointment_request = self.one()
        action = self.chance.choice(
            [
                desk_actions.put_on_hold,
                desk_actions.take_off_hold,
                desk_actions.resolve_mail_problem,
            ]
        )
        action(appointment_request, by=self.reception, seen_version=appointment_request.version)

    def reception_moves_many(self):
        seen = [
            (appointment_request, appointment_request.version)
            for appointment_request in AppointmentRequest.objects.all()
        ]
        event = self.chance.choice(["take", "mark_spam", "waitlist"])
        details = Details(in_bulk=True)
        desk_actions.apply_to_many(
            seen, lambda a, **v: actions.move(a, event, by=self.lead, details=details, **v)
        )

    def client_acts(self):
        appointment_request = self.one()
        link, _ = ClientLink.make(appointment_request)

        def add_word():
            client_actions.add_word(link, "More", key=uuid.uuid4())
            self.unread.add(appointment_request.pk)

        self.chance.choice(
            [
                add_word,
                lambda: client_actions.withdraw(link, and_erase=False),
                lambda: client_actions.withdraw(link, and_erase=True),
            ]
        )()

    def whoever_may_not_be_safe_writes(self):
        """In every state: never refused."""
        for appointment_request in queues.safety_lane()[:1]:
            link, _ = ClientLink.make(appointment_request)
            client_actions.add_word(link, f"I am here, {self.clock.now}", key=uuid.uuid4())
            self.unread.add(appointment_request.pk)

    def somebody_acts(self):
        appointment_request, key = self.one(), uuid.uuid4()
        self.chance.choice(
            [
                partial(
                    safety.log_try,
                    appointment_request,
                    "",
                    by=self.reception,
                    key=key,
                    reached=False,
                ),
                partial(
                    safety.log_try,
                    appointment_request,
                    "",
                    by=self.reception,
                    key=key,
                    reached=True,
                ),
                partial(
                    handovers.hand_over,
                    appointment_request,
                    self.clinician,
                    "",
                    by=self.lead,
                    key=key,
                ),
                partial(handovers.acknowledge, appointment_request, by=self.clinician),
                partial(
                    safety.record_rule_exception,
                    appointment_request,
                    "why",
                    by=self.clinician,
                    key=key,
                ),
            ]
        )()

    def outcome(self):
        appointment_request, which = self.one(), self.chance.choice(list(Outcome))
        by = self.chance.choice([self.reception, self.clinician, self.lead])
        safety.record_outcome(appointment_request, which, "Agreed", by=by, key=uuid.uuid4())
        self.flagged.discard(appointment_request.pk)

    def somebody_flags(self):
        """Also somebody who had an outcome a moment ago, and whom a clinician had."""
        appointment_request, level = self.one(), self.chance.choice([1, 2])
        if self.chance.random() < 0.5:
            self.outcome_of(appointment_request)
        safety.flag(appointment_request, level, "", by=self.reception, key=uuid.uuid4())
        self.flagged.add(appointment_request.pk)

    def outcome_of(self, appointment_request):
        if appointment_request.needs_safety_outcome:
            handovers.hand_over(
                appointment_request, self.clinician, "", by=self.clinician, key=uuid.uuid4()
            )
            safety.record_outcome(
                appointment_request, Outcome.SAFE, "Agreed", by=self.lead, key=uuid.uuid4()
            )

    def operator_erases(self):
        day = self.clock.now.date() + timedelta(days=self.chance.choice([-400, 0, 400]))
        call_command("erase_requests", f"--before={day.isoformat()}", verbosity=0)

    def worker_runs(self):
        for job in (
            handovers.hand_over_remaining,
            handovers.escalate,
            answer_clock.notify_overdue,
            safety.erase_requested,
            outbox.deliver_due,
        ):
            while job() and job is not answer_clock.notify_overdue:
                pass

    def take_action(self):
        action_list = [
            self.somebody_asks, self.reception_moves, self.reception_sets_aside,
            self.reception_moves_many, self.client_acts, self.somebody_acts, self.outcome,
            self.operator_erases, self.somebody_flags, self.somebody_opens,
        ]  # fmt: skip
        with contextlib.suppress(REFUSED):
            self.chance.choices(action_list, weights=[4, 5, 2, 1, 4, 3, 1, 1, 2, 1])[0]()

    def nobody_is_off(self):
        """The lane has all requests that belong in it; each outcome was recorded by somebody."""
        assert {
            appointment_request.pk for appointment_request in queues.safety_lane()
        } == self.flagged
        ended = AppointmentRequest.objects.filter(safety_outcome_at__isnull=False)
        for appointment_request in ended:
            last = appointment_request.safety_steps.filter(kind=SafetyStep.Kind.OUTCOME).last()
            assert last.by in (self.clinician, self.lead)
        assert not SafetyRecord.objects.filter(outcome="").exists()

    def no_word_is_lost(self):
        """Unread until opened or answered; of those who may not be safe first of all."""
        words = AppointmentRequest.objects.filter(pk__in=self.unread)
        assert not words.filter(client_wrote_at=None).exists()
        following = [
            n.appointment_request.pk
            for n in queues.next_requests(self.clock.now, queues.safety_lane())
        ]
        unsafe = set(words.filter(pk__in=self.flagged).values_list("pk", flat=True))
        assert set(following[: len(unsafe)]) == unsafe

    def nobody_waits_since_the_night(self):
        """Requests that came while closed are handed over at opening."""
        times = ClinicDetails.current().times
        opened = [s.opens for s in times.spans(self.clock.now.date()) if s.holds(self.clock.now)]
        lane = AppointmentRequest.objects.filter(pk__in=self.flagged).with_flagged_at()
        for appointment_request in lane if opened else ():
            if (appointment_request.flagged_at or appointment_request.created_at) < opened[0]:
                assert handovers.current_handover(appointment_request)

    def everybody_was_asked_for(self, closing):
        """Of this evening's lane: by name in this round, or else the last resort was asked."""
        lane = AppointmentRequest.objects.filter(pk__in=self.flagged).with_flagged_at()
        for appointment_request in lane:
            if (
                appointment_request.flagged_at or appointment_request.created_at
            ) >= closing.automatic_from:
                continue
            assert (
                Handover.objects.in_force()
                .filter(
                    appointment_request=appointment_request,
                    at__gte=closing.begins,
                    at__lt=closing.closes,
                )
                .exists()
            )


class Moving:
    """The clock of a walk."""

    def __init__(self, traveller, now):
        self.traveller, self.now = traveller, now

    def move_to(self, moment):
        self.now = moment
        self.traveller.move_to(moment)


@pytest.mark.parametrize("seed", range(PRACTICES))
def test_nobody_leaves_the_lane_and_no_close_without_asking(monkeypatch, seed, capsys):
    monkeypatch.setattr(throttle, "allow", lambda *args, **kwargs: True)
    with time_machine.travel(MONDAY, tick=False) as traveller:
        walk = Walk(seed, Moving(traveller, MONDAY))
        walk.somebody_asks()
        for day in range(DAYS):
            for hour, minute in [(9, 5), (11, 0), (16, 20), (16, 50), (17, 30), (22, 0)]:
                walk.clock.move_to((MONDAY + timedelta(days=day)).replace(hour=hour, minute=minute))
                if AppointmentRequest.objects.exists():
                    walk.take_action()
                walk.worker_runs()
                walk.whoever_may_not_be_safe_writes()
                walk.nobody_is_off()
                walk.no_word_is_lost()
                walk.nobody_waits_since_the_night()
                closing = handovers.closing_round(ClinicDetails.current(), walk.clock.now)
                if closing and (hour, minute) == (17, 30):
                    walk.everybody_was_asked_for(closing)
