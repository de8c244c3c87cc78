"""What a provider's answer to a call, or its error, means for the people of the call.

`outcome_of_statuses` and `outcome_of_error` return an `Outcome`; `newsletter.sending.results`
applies it. Only mail that certainly never left may be tried again. A timeout after writing, a
broken connection and a 5xx leave it open whether the mail was sent: in doubt.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

from clinic.mail.errors import ErrorKind, describe, kind_of
from newsletter.models import Delivery

#: The longest pause a provider may ask for.
LONGEST_PAUSE = timedelta(hours=1)


#: Anymail's statuses of a recipient whom the provider has taken.
ACCEPTED_STATUSES = ("sent", "queued")
REFUSED_STATUSES = ("invalid", "rejected")


class Meaning(Enum):
    LATER = "nothing was sent; try again after a pause"
    STOP = "nothing was sent; staff must look before anything is tried again"
    REFUSED = "this person's mail was understood and refused"
    IN_DOUBT = "the mail may or may not have been sent"


@dataclass(frozen=True)
class Outcome:
    """What one call to the provider came to.

    People are named by the primary key of their delivery. Whoever is not named is left to
    `batches.close`.
    """

    #: The provider's id of each message it has taken, "" if it gave none.
    accepted: Mapping[int, str] = field(default_factory=dict)
    #: The reason for each person.
    refused: Mapping[int, str] = field(default_factory=dict)
    failed: Mapping[int, str] = field(default_factory=dict)
    doubtful: Mapping[int, str] = field(default_factory=dict)
    #: People whose mail was certainly not sent: they are queued again.
    unsent: Sequence[int] = ()
    #: The least pause before the next call of the campaign; None if it need not pause.
    retry_after: timedelta | None = None
    #: Whether staff must look before the campaign goes on.
    stop: bool = False
    #: What the error was, without addresses; "" if there was none.
    error: str = ""
    #: Whether the provider works again: the next failure starts with the shortest pause.
    ends_failures: bool = False

    @property
    def interrupts(self) -> bool:
        """Whether no further call of the batch may be made."""
        return self.stop or self.retry_after is not None


def outcome_of_statuses(deliveries: Iterable[Delivery], statuses: Any) -> Outcome:
    """Return the outcome of an answered call from Anymail's statuses by address."""
    accepted: dict[int, str] = {}
    refused: dict[int, str] = {}
    failed: dict[int, str] = {}
    doubtful: dict[int, str] = {}
    for delivery in deliveries:
        recipient_status = statuses.get(delivery.email)
        status = recipient_status.status if recipient_status else "unknown"
        if status in ACCEPTED_STATUSES:
            accepted[delivery.pk] = str(recipient_status.message_id or "")
        elif status in REFUSED_STATUSES:
            refused[delivery.pk] = f"provider says: {status}"
        elif status == "failed":
            failed[delivery.pk] = f"provider says: {status}"
        else:
            doubtful[delivery.pk] = f"provider says: {status}"
    return Outcome(accepted=accepted, refused=refused, failed=failed, doubtful=doubtful)


def outcome_of_error(deliveries: Iterable[Delivery], error: Exception) -> Outcome:
    """Return the outcome of a call for these people that raised `error`."""
    people = [delivery.pk for delivery in deliveries]
    meaning, text = meaning_of(error), describe(error)
    if meaning is Meaning.REFUSED:
        return Outcome(refused=dict.fromkeys(people, text), error=text)
    if meaning is Meaning.STOP:
        return Outcome(unsent=people, stop=True, error=text)
    pause = requested_pause(error) or timedelta(0)
    if meaning is Meaning.LATER:
        return Outcome(unsent=people, retry_after=pause, error=text)
    doubtful = dict.fromkeys(people, f"no clear answer: {text}")
    return Outcome(doubtful=doubtful, retry_after=pause, error=text)


def outcome_without_answer(error: Exception) -> Outcome:
    """Return a pause for the campaign, and nothing about its people."""
    return Outcome(retry_after=requested_pause(error) or timedelta(0), error=describe(error))


_MEANINGS = {
    ErrorKind.TEMPORARY: Meaning.LATER,
    ErrorKind.SITE_REFUSED: Meaning.STOP,
    ErrorKind.CALL_REFUSED: Meaning.STOP,
    ErrorKind.RECIPIENT_REFUSED: Meaning.REFUSED,
    ErrorKind.UNKNOWN: Meaning.IN_DOUBT,
}


def meaning_of(error: Exception) -> Meaning:
    return _MEANINGS[kind_of(error)]


def is_refused_whole(error: Exception) -> bool:
    """Whether a call for many was understood and refused, without saying for which person."""
    return getattr(error, "status_code", None) in (400, 413, 422)


def requested_pause(error: Exception) -> timedelta | None:
    """Return the pause the provider asks for (Retry-After, in seconds), at most LONGEST_PAUSE."""
    response = getattr(error, "response", None)
    seconds = response.headers.get("Retry-After", "") if response is not None else ""
    if seconds.isascii() and seconds.isdigit():
        return min(timedelta(seconds=min(int(seconds), 86_400)), LONGEST_PAUSE)
    return None
