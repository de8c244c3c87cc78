"""The context of the page of a client who may not be safe: the client, and numbered steps."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from booking.children import is_child
from booking.desk import safety_lane
from booking.desk.forms.safety import (
    FlagForm,
    HandOverForm,
    OutcomeForm,
    RuleForm,
    SafetyForm,
    TryForm,
    name_of,
)
from booking.desk.request_detail import SubmittedForm
from booking.desk.written_words import UNREADABLE
from booking.models import AppointmentRequest, Handover, SafetyLevel, SafetyStep
from booking.safety import actions as safety
from clinic import crisis, duty
from clinic.models import ClinicDetails
from clinic.privacy.sealed import UnreadableError

StepKind = SafetyStep.Kind
TRY_KINDS = (StepKind.NO_ANSWER, StepKind.SPOKE)
_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class HistoryLine:
    """A safety step or handover in the past, with its text."""

    what: str
    at: datetime
    who: str
    words: str = ""


@dataclass
class ScreenStep:
    """One of the five steps. `name` selects the form that is shown if it is the present one."""

    name: str
    title: str
    lines: list[HistoryLine] = field(default_factory=list)
    hint: str = ""
    is_done: bool = False
    is_now: bool = False


def safety_context(
    appointment_request: AppointmentRequest, *, user: Any, sent: SubmittedForm
) -> dict[str, Any]:
    """Return the context, for users who may act. Call it after writing the access log."""
    if not safety.may_act(user):
        return {}
    context: dict[str, Any] = {"may_flag": _may_flag(appointment_request)}
    if context["may_flag"]:
        context["flag_form"] = _form(FlagForm, appointment_request, sent)
    if not appointment_request.safety_flag:
        return context
    history = History(appointment_request)
    context["safety_history"] = history.before
    if appointment_request.awaits_outcome:
        context["safety"] = _screen(appointment_request, history, user, sent)
    return context


def _may_flag(appointment_request: AppointmentRequest) -> bool:
    """Whether the request can be flagged, or raised from not sure to not safe."""
    return (
        not appointment_request.needs_safety_outcome
        or appointment_request.safety_level == SafetyLevel.NOT_SURE
    )


class History:
    """Steps since the last outcome, handovers in force, and everything before (`before`)."""

    def __init__(self, appointment_request: AppointmentRequest) -> None:
        self.steps = list(appointment_request.safety_steps.select_related("by"))
        self.handovers = list(
            appointment_request.handovers.select_related("to", "by", "acknowledged_by")
        )
        ends = self.steps if appointment_request.awaits_outcome else []
        ended = [step.at for step in ends if step.kind == StepKind.OUTCOME]
        flagged = [step.at for step in ends if step.kind == StepKind.FLAGGED]
        self.before: list[HistoryLine] = []
        if not appointment_request.awaits_outcome:
            self._split(None, None)
        elif ended or flagged:
            self._split(max(ended, default=_EVER), max([*ended, *flagged]))

    def _split(self, steps_until: datetime | None, handovers_until: datetime | None) -> None:
        """Move steps and handovers up to these times to `before`; None moves all."""
        steps = [s for s in self.steps if steps_until is None or s.at <= steps_until]
        handed = [h for h in self.handovers if handovers_until is None or h.at <= handovers_until]
        done = [*map(_line, steps), *map(_handover_line, handed)]
        self.before = sorted(done, key=lambda line: line.at)
        self.steps = [step for step in self.steps if step not in steps]
        self.handovers = [handover for handover in self.handovers if handover not in handed]

    @property
    def tries(self) -> list[SafetyStep]:
        return [step for step in self.steps if step.kind in TRY_KINDS]

    @property
    def held(self) -> Handover | None:
        return self.handovers[-1] if self.handovers else None

    def lines(self, *kinds: str) -> list[HistoryLine]:
        return [_line(step) for step in self.steps if step.kind in kinds]


def _line(step: SafetyStep) -> HistoryLine:
    what = step.get_outcome_display() if step.outcome else step.get_kind_display()
    return HistoryLine(what, step.at, name_of(step.by), read(step))


def _handover_line(handover: Handover) -> HistoryLine:
    to = name_of(handover.to) if handover.to else "the last resort"
    by = name_of(handover.by) if handover.by else "the system"
    return HistoryLine(f"Handed over to {to}", handover.at, by, read(handover))


def read(sealed_text: Any) -> str:
    """Return the opened text of a safety step or a handover."""
    try:
        text: str = sealed_text.read()
    except UnreadableError:
        text = UNREADABLE
    return text


def _screen(
    appointment_request: AppointmentRequest, history: History, user: Any, sent: SubmittedForm
) -> dict[str, Any]:
    clinic, today = ClinicDetails.current(), duty.on(timezone.localdate())
    child = is_child(appointment_request, timezone.localdate())
    may_record_outcome, held = user.has_perm(safety.OUTCOME), history.held
    context = {
        "clinic": clinic,
        "emergency": emergency_line(clinic),
        "shape": safety_lane.shape_of(appointment_request),
        "child": child,
        "duty": today,
        "is_open": clinic.times.is_open(timezone.now()),
        "where_now": _answer(appointment_request, "where_now"),
        "emergency_contact": _answer(appointment_request, "emergency_contact"),
        "held": held,
        "may_record_outcome": may_record_outcome,
        "legacy": appointment_request.safety_legacy,
        "try_form": _form(TryForm, appointment_request, sent),
        "hand_over_form": _form(HandOverForm, appointment_request, sent, today=today),
        "flagged_lines": history.lines(StepKind.FLAGGED),
        "exceptions": history.lines(StepKind.EXCEPTION),
    }
    if may_record_outcome:
        context["have_form"] = (
            SafetyForm(appointment_request=appointment_request) if _may_take(held, user) else None
        )
        context["outcome_form"] = _form(OutcomeForm, appointment_request, sent)
        context["rule_form"] = _form(RuleForm, appointment_request, sent)
    return context | {"steps": _steps(history, clinic, child=child)}


def _may_take(held: Handover | None, user: Any) -> bool:
    """Whether the user can say “I have it”: nobody has, or another user, who may have left."""
    return held is None or held.acknowledged_by_id != user.pk  # type: ignore[attr-defined]


def _answer(appointment_request: AppointmentRequest, column: str) -> str:
    try:
        return appointment_request.answers.read(column)
    except UnreadableError:
        return UNREADABLE


def emergency_line(clinic: ClinicDetails) -> Any:
    """Return the emergency line of Clinic details."""
    lines = [line for line in clinic.lines if line.is_emergency]
    return lines[0] if lines else crisis.CRISIS_LINES[0]


def _form(
    kind: type[SafetyForm],
    appointment_request: AppointmentRequest,
    sent: SubmittedForm,
    **more: Any,
) -> Any:
    """Return the submitted form with its errors, or a new one."""
    return (
        sent.form
        if sent.action == kind.action and sent.form
        else kind(appointment_request=appointment_request, **more)
    )


def _steps(history: History, clinic: ClinicDetails, *, child: bool) -> list[ScreenStep]:
    """Return the five safety steps. The first that is not done is the current one."""
    steps = [
        *_tries(history, clinic, child=child),
        _hand_over(history),
        _acknowledged(history.held, clinic),
        ScreenStep("outcome", "Outcome", hint="A clinician or the lead records how it ended."),
    ]
    # After a handover the tries before it are skipped.
    done = [n for n, step in enumerate(steps) if step.is_done]
    start = max([*done, 2 if child else 0])
    for step in steps[start:]:
        if not step.is_done:
            step.is_now = True
            break
    return steps


def _tries(history: History, clinic: ClinicDetails, *, child: bool) -> list[ScreenStep]:
    tries = history.tries
    counted = safety.second_try(tries, clinic)
    lines = [_line(step) for step in tries]
    first = ScreenStep("first", "First try", lines[:1], is_done=bool(tries))
    second = ScreenStep("second", "Second try", lines[1:], is_done=counted is not None)
    if tries and not second.is_done:
        second.hint = _second_try_hint(tries, clinic)
    if any(step.kind == StepKind.SPOKE for step in tries) and not second.is_done:
        second.is_done, second.hint = True, "Not needed: somebody has spoken with them."
    if child and not tries:
        first.hint = second.hint = "Only if a clinician says so."
    elif history.held and not tries:
        first.hint = second.hint = "Not logged."
    return [first, second]


def _second_try_hint(tries: list[SafetyStep], clinic: ClinicDetails) -> str:
    """Return from when a second try counts, and whether one was logged too early."""
    minutes = clinic.try_again_after
    begins = timezone.localtime(safety.second_try_from(tries[0], clinic))
    hint = f"From {begins:%H:%M}, {minutes} minutes after the first."
    if len(tries) == 1:
        return hint
    return f"{hint} What was tried before that is kept, and is not the second try."


def try_message(appointment_request: AppointmentRequest) -> str:
    """Return the message after a try was logged."""
    tries, clinic = History(appointment_request).tries, ClinicDetails.current()
    if len(tries) < 2 or safety.second_try(tries, clinic):
        return "your try is kept."
    begins = timezone.localtime(safety.second_try_from(tries[0], clinic))
    return f"your try is kept. It came early: the second try counts from {begins:%H:%M}."


def _hand_over(history: History) -> ScreenStep:
    lines = [_handover_line(handover) for handover in history.handovers]
    return ScreenStep("hand_over", "Hand over by name", lines, is_done=bool(lines))


def _acknowledged(held: Handover | None, clinic: ClinicDetails) -> ScreenStep:
    minutes = clinic.acknowledge_within
    step = ScreenStep(
        "acknowledge", "They say “I have it”",
        hint=f"Behind their own log-in. After {minutes} minutes the second on duty is asked, "
        "then the owner.",
    )  # fmt: skip
    if held is None:
        return step
    if held.acknowledged_at and held.acknowledged_by:
        line = HistoryLine("“I have it”", held.acknowledged_at, name_of(held.acknowledged_by))
        return ScreenStep("acknowledge", step.title, [line], is_done=True)
    at = timezone.localtime(held.asked_at)
    who = safety_lane.handover_status(held)
    step.hint = f"{who[0].upper()}{who[1:]}. Last asked at {at:%H:%M}."
    if held.rank < Handover.Rank.OWNER:
        following = at + timedelta(minutes=minutes)
        step.hint += f" Without an answer the next person is asked at {following:%H:%M}."
    return step
