"""Why somebody is on the list, said as it is: read from the ledger, never from their state.

`CONFIRMED` stands in the frozen words of every issue and is true for whoever pressed the
button in our mail. For everybody else `newsletter.sending.messages` puts their own sentence in its
place. No sentence holds a character that HTML would write in another way.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date

from newsletter.models.consent import Subscriber
from newsletter.models.ledger import ConsentEvent

Kind, Basis = ConsentEvent.Kind, ConsentEvent.Basis
#: What puts somebody on the list; the latest of them is the one that holds.
YES = (Kind.CONFIRMED, Kind.IMPORTED)
#: What of a yes makes its sentence.
COLUMNS = ("kind", "basis", "given_on", "at")

CONFIRMED = "You get this because you asked for our newsletter and confirmed it."
#: Where the ledger holds no yes: true, and claims nothing.
ON_THE_LIST = "You get this because you are on our newsletter list."
#: At the foot of a test, which goes to whoever wrote the issue.
TEST = "This is a test, sent to you alone. Each reader finds here how they came to be on the list."

#: How an imported person gave their consent (Spam Act 2003 (Cth), sch. 2).
GAVE = {
    Basis.WEBSITE: "you gave your consent in a form on another website on {day}",
    Basis.PAPER: "you gave your consent on paper on {day}",
    Basis.SPOKEN: "you gave your consent by word of mouth on {day}, and it was written down",
    Basis.MAIL: "you wrote to us and asked for it on {day}",
}


def of(person: Subscriber) -> ConsentEvent | None:
    """The yes that holds: how this person last came onto the list."""
    return person.events.filter(kind__in=YES).last()


def among(events: Iterable[ConsentEvent]) -> ConsentEvent | None:
    """The same, among all events of one person, oldest first."""
    return next((event for event in reversed(list(events)) if event.kind in YES), None)


def sentence(yes: ConsentEvent | None) -> str:
    """For the person: why they get our mails."""
    return ON_THE_LIST if yes is None else _sentence(*(getattr(yes, name) for name in COLUMNS))


def _sentence(kind: str, basis: str, given_on: date | None, at: datetime) -> str:
    if kind != Kind.IMPORTED or given_on is None:
        return CONFIRMED
    gave = GAVE[Basis(basis)].format(day=_day(given_on))
    added = _day(timezone.localtime(at))
    return f"You are on this list because {gave}. A member of our staff added you on {added}."


def sentences(people: Iterable[int], *, until: datetime) -> dict[int, str]:
    """The sentence of each of these subscribers, by one question whatever their number.

    Only what the ledger held at `until` counts: a batch that is asked about again must make
    the same bytes, and a line of the ledger never changes.
    """
    found = dict.fromkeys(people, ON_THE_LIST)
    events = ConsentEvent.objects.filter(subscriber__in=found, kind__in=YES, at__lte=until)
    # Plain columns: making objects of them took half of the time.
    for person, *columns in events.values_list("subscriber_id", *COLUMNS):
        found[person] = _sentence(*columns)
    return found


def for_staff(yes: ConsentEvent | None) -> str:
    """The same for the record and the proof sheet, with who brought them in."""
    if yes is None:
        return "No yes is on record."
    day = _day(timezone.localtime(yes.at))
    if yes.kind != Kind.IMPORTED or yes.given_on is None:
        return f"Asked for the newsletter and pressed the button in our mail on {day}."
    how = yes.get_basis_display()
    return (
        f"{how}, {_day(yes.given_on)} ({yes.origin}). Brought in by {yes.by} on {day}; "
        "has not pressed the button in a mail of ours."
    )


def _day(day: date) -> str:
    return format_date(day, "j F Y")
