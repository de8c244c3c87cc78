"""What happens to requests. Each action is one transaction and leaves one event."""

import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from booking import clock, consent, emails, news, references, transitions
from booking.models import (
    AppointmentRequest,
    ClientLink,
    IntakeAnswers,
    NamePart,
    PrivacyConsent,
    RequestEvent,
)
from booking.names import parts_of
from booking.transitions import NO_DETAILS, Details
from clinic import access_log, throttle
from clinic import emails as outbox
from clinic.models import ClinicDetails, OutgoingEmail

PER_NETWORK, EVERYWHERE, PER = 100, 2000, timedelta(hours=1)
REFERENCE_ATTEMPTS = 5
Kind, ActorKind = RequestEvent.Kind, RequestEvent.ActorKind


class TooManyError(Exception):
    """More requests were stored in this hour than we take."""


class StaleError(Exception):
    """The request has changed since the person looked at it; `current` is how it is now."""

    def __init__(self, current: AppointmentRequest) -> None:
        super().__init__()
        self.current = current


class NotPossibleError(Exception):
    """The request is in a state from which this cannot happen."""


class MissingError(Exception):
    """Something must be said first; the text says what."""


def submit(asked: dict[str, Any], *, answers: dict[str, str], network: str) -> AppointmentRequest:
    """Store a request with all that belongs to it, or give back the one this form made.

    `asked` are columns of AppointmentRequest, `answers` of IntakeAnswers. Raises
    `TooManyError`; then nothing is stored.
    """
    clinic = ClinicDetails.current()  # known already; inside a transaction it would be read
    with transaction.atomic():
        appointment_request, made = store(asked, answers, clinic, agreed=consent.on_the_form())
        if not made:
            return appointment_request
        _link, token = ClientLink.make(appointment_request)
        receipt = emails.receipt(appointment_request, token, clinic)
        outbox.put([receipt, *emails.notices(appointment_request, clinic)])
        _count(network)  # last: everybody waits here for everybody
    return appointment_request


def store(
    asked: dict[str, Any],
    answers: dict[str, str],
    clinic: ClinicDetails,
    *,
    agreed: consent.Agreed,
    by: Any = None,
) -> tuple[AppointmentRequest, bool]:
    """A request with all that belongs to it, mails apart, in the caller's transaction.

    False with the one that this form has made before.
    """
    appointment_request, made = _insert_once(asked, clinic)
    if made:
        sealed_answers = IntakeAnswers(appointment_request=appointment_request)
        sealed_answers.put(**answers)
        sealed_answers.save(force_insert=True)
        PrivacyConsent.objects.create(appointment_request=appointment_request, **agreed._asdict())
        record(appointment_request, Kind.RECEIVED, by=by, to_state=appointment_request.state)
        index_names(appointment_request)
    return appointment_request, made


def index_names(asked: AppointmentRequest) -> None:
    """Let reception find the request by the parts of its names."""
    parts = parts_of(asked.name, asked.preferred_name, asked.client_name)
    NamePart.objects.bulk_create(
        NamePart(appointment_request=asked, part=part) for part in sorted(parts)
    )


def _insert_once(asked: dict[str, Any], clinic: ClinicDetails) -> tuple[AppointmentRequest, bool]:
    """Insert, or find the request that has this form key; the database decides which."""
    made = AppointmentRequest(**asked)
    clock.reckon(made, clinic)
    for _ in range(REFERENCE_ATTEMPTS):
        made.reference = references.new()
        try:
            with transaction.atomic():
                made.save(force_insert=True)
            return made, True
        except IntegrityError as error:
            found = AppointmentRequest.objects.filter(form_key=asked["form_key"]).first()
            if found:
                return found, False
            collision = error
    raise collision


def says_the_same(
    stored: AppointmentRequest, asked: dict[str, Any], answers: dict[str, str]
) -> bool:
    """Whether a form repeats what a stored request says, word for word."""
    # Titles and doors may change between two presses of the button.
    titles = ("form_key", "therapy_title", "assessment_title", "door")
    return all(
        getattr(stored, column) == value for column, value in asked.items() if column not in titles
    ) and all(stored.answers.read(column) == text for column, text in answers.items())


def _count(network: str) -> None:
    """Count what is stored. Limits fit a clinic or a school behind one address."""
    if not (
        throttle.allow("booking.network", network, limit=PER_NETWORK, per=PER)
        and throttle.allow("booking.all", "", limit=EVERYWHERE, per=PER)
    ):
        raise TooManyError


def record(
    appointment_request: AppointmentRequest,
    kind: str,
    *,
    by: Any = None,
    actor_kind: str = "",
    **details: Any,
) -> RequestEvent:
    """Write down what happened; without `by` the client did it, or whoever `actor_kind` says."""
    event = RequestEvent.objects.create(
        appointment_request=appointment_request,
        kind=kind,
        actor=by,
        actor_kind=actor_kind or (ActorKind.STAFF if by else ActorKind.CLIENT),
        **details,
    )
    if by:
        what = details.get("transition") or kind
        access_log.write(access_log.Act.CHANGED, [appointment_request.about], by=by, reason=what)
    return event


@contextmanager
def locked(
    appointment_request: AppointmentRequest, *, by: Any, permission: str = transitions.TRIAGE
) -> Iterator[AppointmentRequest]:
    """The request as it is now; whoever else changes it waits. Raises PermissionDenied."""
    if not by.has_perm(permission):
        raise PermissionDenied
    with transaction.atomic():
        yield AppointmentRequest.objects.select_for_update().get(pk=appointment_request.pk)


def refuse_stale(current: AppointmentRequest, seen_version: int) -> None:
    """Raises `StaleError` if somebody has changed the request since `seen_version`."""
    if current.version != seen_version:
        raise StaleError(current)


@contextmanager
def changing(
    appointment_request: AppointmentRequest,
    *,
    by: Any,
    seen_version: int,
    permission: str = transitions.TRIAGE,
) -> Iterator[AppointmentRequest]:
    """The request, locked, as `by` saw it at `seen_version`.

    Raises `StaleError`, PermissionDenied.
    """
    with locked(appointment_request, by=by, permission=permission) as current:
        refuse_stale(current, seen_version)
        yield current


def keep(current: AppointmentRequest) -> None:
    """Save a locked request as its next version."""
    current.version += 1
    current.save()


def move(
    appointment_request: AppointmentRequest,
    event: str,
    *,
    by: Any,
    seen_version: int,
    details: Details = NO_DETAILS,
) -> AppointmentRequest:
    """Let `event` happen to the request that `by` saw at `seen_version`.

    The same button pressed twice is one move. Raises `StaleError`, `NotPossibleError`,
    `MissingError`, PermissionDenied.
    """
    found = transitions.BY_EVENT.get(event)
    if found is None or found.permission == transitions.CLIENT:
        raise NotPossibleError
    try:
        with changing(
            appointment_request, by=by, seen_version=seen_version, permission=found.permission
        ) as current:
            step(current, found, by=by, details=details)
    except StaleError as error:
        if was_just_done(error.current, by, seen_version, transition=event):
            return error.current
        raise
    return current


def step(
    current: AppointmentRequest,
    found: transitions.Transition,
    *,
    by: Any = None,
    details: Details = NO_DETAILS,
) -> None:
    """Make one step of the table with a request that is locked; without `by`, the client's.

    Raises `NotPossibleError`, `MissingError`.
    """
    if current.state not in found.sources:
        raise NotPossibleError
    if missing := found.guard(current, details):
        raise MissingError(missing)
    clinic, now = ClinicDetails.current(), timezone.now()
    from_state, current.state = current.state, found.target
    found.effect(current, details, by)
    if by:
        current.client_wrote_at = None  # whoever moves it has read it
    if found.answers:
        clock.note_answer(current, now)
    clock.run_or_stand(current, clinic, now)
    keep(current)
    record(
        current,
        Kind.MOVED,
        by=by,
        transition=found.event,
        from_state=from_state,
        to_state=found.target,
    )
    news.tell(current, found.message, details, clinic=clinic, by=by)


def was_just_done(current: AppointmentRequest, by: Any, seen_version: int, **same: Any) -> bool:
    """Whether the one change since `seen_version` is this very one, by the same person."""
    last = current.events.order_by("-pk").first()
    return (
        last is not None
        and current.version == seen_version + 1
        and last.actor_id == by.pk
        and all(getattr(last, name) == value for name, value in same.items())
    )


def add_note(
    appointment_request: AppointmentRequest, text: str, *, by: Any, key: uuid.UUID | None = None
) -> RequestEvent:
    """Write a note; the same `key` again gives the note already written."""
    if not by.has_perm(transitions.TRIAGE):
        raise PermissionDenied
    key = key or uuid.uuid4()
    try:
        with transaction.atomic():
            return record(appointment_request, Kind.NOTED, by=by, note=text, key=key)
    except IntegrityError:
        written = appointment_request.events.filter(key=key).first()
        # A key that another request has used must not cost the words of this note.
        return written or record(appointment_request, Kind.NOTED, by=by, note=text)


@transaction.atomic
def erase(requests: QuerySet[AppointmentRequest]) -> dict[str, int]:
    """Delete requests with all that belongs to them, mails included; counts by table.

    Nothing of the person is left: answers, consent and events go with the request.
    """
    about = [f"request:{reference}" for reference in requests.values_list("reference", flat=True)]
    counts: Counter[str] = Counter()
    counts.update(OutgoingEmail.objects.filter(about__in=about).delete()[1])
    counts.update(requests.delete()[1])
    return dict(counts)
