"""Sentences that say why somebody is on the list, from the ledger and not from their state.

`CONFIRMED` is in the frozen text of every issue and is true for everybody who confirmed by mail.
For all others `newsletter.sending.messages` replaces it by their own sentence. No sentence has a
character that HTML escapes.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date

from newsletter.models.consent import Subscriber
from newsletter.models.ledger import ConsentEvent

EventKind, Basis = ConsentEvent.Kind, ConsentEvent.Basis
#: The events that put somebody on the list; the latest of them counts.
CONSENT_KINDS = (EventKind.CONFIRMED, EventKind.IMPORTED)
#: The columns of a consent that its sentence is made of.
SENTENCE_COLUMNS = ("kind", "basis", "given_on", "at")

CONFIRMED = "You get this because you asked for our newsletter and confirmed it."
#: For subscribers without a consent in the ledger.
ON_THE_LIST = "You get this because you are on our newsletter list."
#: The footer of a test, which is sent to the person who wrote the issue.
TEST_FOOTER = (
    "This is a test, sent to you alone. Each reader finds here how they came to be on the list."
)

#: How an imported person gave their consent (Spam Act 2003 (Cth), sch. 2).
CONSENT_TEXTS = {
    Basis.WEBSITE: "you gave your consent in a form on another website on {day}",
    Basis.PAPER: "you gave your consent on paper on {day}",
    Basis.SPOKEN: "you gave your consent by word of mouth on {day}, and it was written down",
    Basis.MAIL: "you wrote to us and asked for it on {day}",
}


def latest_consent(subscriber: Subscriber) -> ConsentEvent | None:
    """Return the consent by which this subscriber last came onto the list."""
    return subscriber.events.filter(kind__in=CONSENT_KINDS).last()


def latest_consent_in(events: Iterable[ConsentEvent]) -> ConsentEvent | None:
    """Return the same from all events of one subscriber, oldest first."""
    return next((event for event in reversed(list(events)) if event.kind in CONSENT_KINDS), None)


def sentence(consent: ConsentEvent | None) -> str:
    """Return the sentence for the subscriber."""
    if consent is None:
        return ON_THE_LIST
    return _sentence(*(getattr(consent, name) for name in SENTENCE_COLUMNS))


def _sentence(kind: str, basis: str, given_on: date | None, at: datetime) -> str:
    if kind != EventKind.IMPORTED or given_on is None:
        return CONFIRMED
    consent_text = CONSENT_TEXTS[Basis(basis)].format(day=_day(given_on))
    added = _day(timezone.localtime(at))
    return (
        f"You are on this list because {consent_text}. A member of our staff added you on {added}."
    )


def sentences(subscriber_ids: Iterable[int], *, until: datetime) -> dict[int, str]:
    """Return the sentence of each subscriber by one query.

    Only events until `until` count, because a batch that is sent again must have the same bytes.
    An event never changes.
    """
    sentences_by_id = dict.fromkeys(subscriber_ids, ON_THE_LIST)
    events = ConsentEvent.objects.filter(
        subscriber__in=sentences_by_id, kind__in=CONSENT_KINDS, at__lte=until
    )
    # Plain columns: creating model instances took half of the time.
    for subscriber, *columns in events.values_list("subscriber_id", *SENTENCE_COLUMNS):
        sentences_by_id[subscriber] = _sentence(*columns)
    return sentences_by_id


def for_staff(consent: ConsentEvent | None) -> str:
    """Return the text for the record and the proof sheet, with who imported the subscriber."""
    if consent is None:
        return "No yes is on record."
    day = _day(timezone.localtime(consent.at))
    if consent.kind != EventKind.IMPORTED or consent.given_on is None:
        return f"Asked for the newsletter and pressed the button in our mail on {day}."
    basis = consent.get_basis_display()
    return (
        f"{basis}, {_day(consent.given_on)} ({consent.origin}). "
        f"Brought in by {consent.by} on {day}; has not pressed the button in a mail of ours."
    )


def _day(day: date) -> str:
    return format_date(day, "j F Y")
