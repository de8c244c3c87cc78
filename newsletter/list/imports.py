"""Import subscribers who gave their consent elsewhere, each row with its proof.

All rows are imported or none. People who left, complained, objected or were erased are refused;
only their own new confirmation puts them back on the list.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from newsletter.list.actions import EventKind, Method, State
from newsletter.list.import_rows import Problem, Row
from newsletter.models import ConsentEvent, Subscriber, Suppression

#: Below the number of parameters that a statement may have (SQLite: 32,766).
CHUNK_SIZE = 5000

REFUSALS = {
    Suppression.Reason.HARD_BOUNCE: "Mail to this address came back: it does not exist.",
    Suppression.Reason.COMPLAINT: "This person reported us as spam.",
    Suppression.Reason.OBJECTED: "This person asked us never to write.",
    Suppression.Reason.ERASED: "This person asked us to erase their address.",
}
TAKE_OUT_ROW = "Take the row out. Only they themselves can sign up again."
CHANGED_MEANWHILE = "Somebody on this list has just signed up or left. Check the file once more."


class BadRowsError(Exception):
    """Nothing was saved; `problems` says which rows to correct."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class KnownAddresses(NamedTuple):
    """What is known of the addresses of a file."""

    people: dict[str, Subscriber]  # by normalised address
    suppressed: dict[str, str]  # reason by address hash


def look_up(rows: list[Row]) -> KnownAddresses:
    """Look up the addresses by two queries a chunk; lock the subscribers in this transaction."""
    known = KnownAddresses({}, {})
    for chunk in _chunks(rows):
        people = Subscriber.objects.select_for_update().filter(
            email_normalised__in=[row.normalised for row in chunk]
        )
        known.people.update({subscriber.email_normalised: subscriber for subscriber in people})
        hashes = Suppression.objects.filter(address_hash__in=[row.address_hash for row in chunk])
        known.suppressed.update(hashes.values_list("address_hash", "reason"))
    return known


def refusals(rows: list[Row], known: KnownAddresses) -> list[Problem]:
    """Return a problem for each row of a person who may not be imported."""
    problems = []
    for row in rows:
        subscriber = known.people.get(row.normalised)
        reason = known.suppressed.get(row.address_hash)
        if reason:
            problems.append(
                Problem(row.number, f"{REFUSALS[Suppression.Reason(reason)]} {TAKE_OUT_ROW}")
            )
        elif subscriber and subscriber.state == State.WITHDRAWN:
            problems.append(Problem(row.number, f"This person left the list. {TAKE_OUT_ROW}"))
    return problems


def new_rows(rows: list[Row], known: KnownAddresses) -> list[Row]:
    """Return the rows of people who are not on the list yet."""
    people = known.people
    return [
        row
        for row in rows
        if row.normalised not in people or people[row.normalised].state == State.PENDING
    ]


@transaction.atomic
def check(rows: list[Row]) -> int:
    """Return how many people would join, without saving. Raises `BadRowsError`."""
    known = look_up(rows)
    problems = refusals(rows, known)
    if problems:
        raise BadRowsError(problems)
    return len(new_rows(rows, known))


def add_subscribers(rows: list[Row], *, by: Any) -> int:
    """Put all rows on the list, each with its proof; return how many joined.

    The same file again changes nothing. Raises `BadRowsError`.
    """
    try:
        with transaction.atomic():
            check(rows)
            known = look_up(rows)
            joining = new_rows(rows, known)
            for chunk in _chunks(joining):
                _write(chunk, known.people, by)
    except IntegrityError as error:
        raise BadRowsError([Problem(0, CHANGED_MEANWHILE)]) from error
    return len(joining)


def _write(rows: list[Row], people: dict[str, Subscriber], by: Any) -> None:
    now = timezone.now()
    pending = [people[row.normalised] for row in rows if row.normalised in people]
    for subscriber in pending:
        subscriber.state, subscriber.confirmed_at = State.CONFIRMED, now
    Subscriber.objects.bulk_update(pending, ["state", "confirmed_at"], batch_size=500)
    new_subscribers = [
        Subscriber(
            email=row.email,
            email_normalised=row.normalised,
            address_hash=row.address_hash,
            state=State.CONFIRMED,
            confirmed_at=now,
        )
        for row in rows
        if row.normalised not in people
    ]
    saved = {subscriber.email_normalised: subscriber for subscriber in pending}
    saved |= {p.email_normalised: p for p in Subscriber.objects.bulk_create(new_subscribers)}
    ConsentEvent.objects.bulk_create(
        ConsentEvent(
            subscriber=saved[row.normalised],
            kind=EventKind.IMPORTED,
            method=Method.STAFF,
            by=by,
            wording_text=row.words,
            basis=row.basis,
            given_on=row.given_on,
            origin=row.source,
        )
        for row in rows
    )


def _chunks(rows: list[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(rows), CHUNK_SIZE):
        yield rows[start : start + CHUNK_SIZE]
