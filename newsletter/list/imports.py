"""People who said yes elsewhere: a table in which each row brings its own proof.

All rows or none: one bad row, and nothing is written. Who left, complained, objected or
was erased is never brought back; only their own new confirmation does that.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from newsletter.list.actions import Kind, Method, State
from newsletter.list.import_rows import Problem, Row
from newsletter.models import ConsentEvent, Subscriber, Suppression

#: Below the number of parameters that a statement may have (SQLite: 32,766).
AT_ONCE = 5000

REFUSED = {
    Suppression.Reason.HARD_BOUNCE: "Mail to this address came back: it does not exist.",
    Suppression.Reason.COMPLAINT: "This person reported us as spam.",
    Suppression.Reason.OBJECTED: "This person asked us never to write.",
    Suppression.Reason.ERASED: "This person asked us to erase their address.",
}
TAKE_OUT = "Take the row out. Only they themselves can sign up again."
MEANWHILE = "Somebody on this list has just signed up or left. Check the file once more."


class BadRowsError(Exception):
    """Nothing was written; `problems` says which rows to mend."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class Known(NamedTuple):
    """What we know of the addresses of a file, by normalised address."""

    people: dict[str, Subscriber]
    suppressed: dict[str, str]  # address hash: reason


def know(rows: list[Row]) -> Known:
    """Two statements for each few thousand rows; the people are held until the end."""
    known = Known({}, {})
    for part in _parts(rows):
        people = Subscriber.objects.select_for_update().filter(
            email_normalised__in=[row.normalised for row in part]
        )
        known.people.update({person.email_normalised: person for person in people})
        hashes = Suppression.objects.filter(address_hash__in=[row.address_hash for row in part])
        known.suppressed.update(hashes.values_list("address_hash", "reason"))
    return known


def refusals(rows: list[Row], known: Known) -> list[Problem]:
    """Rows about people whom nobody but they themselves may put on the list."""
    found = []
    for row in rows:
        person = known.people.get(row.normalised)
        reason = known.suppressed.get(row.address_hash)
        if reason:
            found.append(Problem(row.number, f"{REFUSED[Suppression.Reason(reason)]} {TAKE_OUT}"))
        elif person and person.state == State.WITHDRAWN:
            found.append(Problem(row.number, f"This person left the list. {TAKE_OUT}"))
    return found


def joins(rows: list[Row], known: Known) -> list[Row]:
    """Rows that change something: who is on the list already has a proof of their own."""
    people = known.people
    return [
        row
        for row in rows
        if row.normalised not in people or people[row.normalised].state == State.PENDING
    ]


@transaction.atomic
def check(rows: list[Row]) -> int:
    """How many people would join. Raises `BadRowsError`; writes nothing."""
    known = know(rows)
    problems = refusals(rows, known)
    if problems:
        raise BadRowsError(problems)
    return len(joins(rows, known))


def bring_in(rows: list[Row], *, by: Any) -> int:
    """Put all of them on the list, each with its proof; returns how many joined.

    The same file again changes nothing. Raises `BadRowsError`.
    """
    try:
        with transaction.atomic():
            check(rows)
            known = know(rows)
            new = joins(rows, known)
            for part in _parts(new):
                _write(part, known.people, by)
    except IntegrityError as error:
        raise BadRowsError([Problem(0, MEANWHILE)]) from error
    return len(new)


def _write(rows: list[Row], people: dict[str, Subscriber], by: Any) -> None:
    now = timezone.now()
    waiting = [people[row.normalised] for row in rows if row.normalised in people]
    for person in waiting:
        person.state, person.confirmed_at = State.CONFIRMED, now
    Subscriber.objects.bulk_update(waiting, ["state", "confirmed_at"], batch_size=500)
    fresh = [
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
    written = {person.email_normalised: person for person in waiting}
    written |= {p.email_normalised: p for p in Subscriber.objects.bulk_create(fresh)}
    ConsentEvent.objects.bulk_create(
        ConsentEvent(
            subscriber=written[row.normalised],
            kind=Kind.IMPORTED,
            method=Method.STAFF,
            by=by,
            wording_text=row.words,
            basis=row.basis,
            given_on=row.given_on,
            origin=row.source,
        )
        for row in rows
    )


def _parts(rows: list[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
