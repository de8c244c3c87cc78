"""Finding requests by what a caller says: a reference, an address, a number or a name."""

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.lookups import Exact

from booking import references
from booking.models import AppointmentRequest, NamePart
from booking.models.request import LastDigits
from booking.names import parts_of
from booking.phones import LOCAL_LENGTH, digits_of, normalise_phone
from clinic.form_fields.typed import one_line, visible

MAX_WORDS = 4
#: Entries of the rarest word that a search looks at, so that it ends in bounded time.
MAX_ENTRIES = 2000


def search_requests(
    requests: QuerySet[AppointmentRequest], term: str
) -> QuerySet[AppointmentRequest]:
    """By reference, exact e-mail or phone, or how the parts of a name start, in any order."""
    term = one_line(term.replace("\0", ""))[:254]
    if reference := references.normalise(term):
        return requests.filter(reference=reference)
    if "@" in term:
        return requests.filter(email_normalised=visible(term).lower())
    if digits_of(term):
        return _by_phone(requests, term)
    words = sorted(parts_of(term), key=len)[-MAX_WORDS:]
    return _by_name(requests, words) if words else requests.none()


def _by_name(
    requests: QuerySet[AppointmentRequest], words: list[str]
) -> QuerySet[AppointmentRequest]:
    """Begin with the word that fewest people have, then look whether they have the others.

    Of a word that very many have, those with exactly this word are looked at first, newest
    first: nobody finds a Smith among ten thousand by that name alone.
    """
    entries = {word: NamePart.objects.filter(starts_with(word)) for word in words}
    held = {
        word: found.order_by().values("pk")[:MAX_ENTRIES].count() for word, found in entries.items()
    }
    rarest = min(words, key=lambda word: held[word])
    exactly = NamePart.objects.filter(part=rarest).order_by("-part", "-appointment_request")
    near = entries[rarest].order_by("part", "appointment_request")
    column = "appointment_request"
    candidates = list(exactly.values_list(column, flat=True)[:MAX_ENTRIES])
    if len(candidates) < MAX_ENTRIES:
        candidates += near.values_list(column, flat=True)[: MAX_ENTRIES - len(candidates)]
    requests = requests.filter(pk__in=set(candidates))
    for word in set(words) - {rarest}:
        others = NamePart.objects.filter(starts_with(word), appointment_request=OuterRef("pk"))
        requests = requests.filter(Exists(others))
    return requests


def starts_with(part: str) -> Q:
    """A range of the index, which both databases use; `part` is one of `parts_of`."""
    return Q(part__gte=part, part__lt=part + chr(0x10FFFF), part__startswith=part)


def _by_phone(requests: QuerySet[AppointmentRequest], term: str) -> QuerySet[AppointmentRequest]:
    """By the end of the number: people leave out the codes before it, and add who it is."""
    try:
        digits = digits_of(normalise_phone(term))
    except ValidationError:
        return requests.none()
    return requests.filter(Exact(LastDigits(), digits[-LOCAL_LENGTH:]))
