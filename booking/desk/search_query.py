"""Search for requests by reference, email address, phone number or name."""

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.lookups import Exact

from booking import references
from booking.models import AppointmentRequest, NamePart
from booking.models.request_query import LastDigits
from booking.names import parts_of
from booking.phones import LOCAL_LENGTH, digits_of, normalise_phone
from clinic.form_fields.typed import one_line, visible

MAX_WORDS = 4
#: The index entries of the rarest word that a search reads at most, which bounds its time.
MAX_ENTRIES = 2000


def search_requests(
    requests: QuerySet[AppointmentRequest], term: str
) -> QuerySet[AppointmentRequest]:
    """Filter by reference, exact email or phone, or the start of parts of a name in any order."""
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
    """Filter by name: read the entries of the rarest word, then check the other words.

    Exact matches are read before names that only start with the word, newest first, as there
    may be more than `MAX_ENTRIES`.
    """
    entries = {word: NamePart.objects.filter(starts_with(word)) for word in words}
    counts = {
        word: matching.order_by().values("pk")[:MAX_ENTRIES].count()
        for word, matching in entries.items()
    }
    rarest = min(words, key=lambda word: counts[word])
    exact = NamePart.objects.filter(part=rarest).order_by("-part", "-appointment_request")
    by_prefix = entries[rarest].order_by("part", "appointment_request")
    column = "appointment_request"
    candidates = list(exact.values_list(column, flat=True)[:MAX_ENTRIES])
    if len(candidates) < MAX_ENTRIES:
        candidates += by_prefix.values_list(column, flat=True)[: MAX_ENTRIES - len(candidates)]
    requests = requests.filter(pk__in=set(candidates))
    for word in set(words) - {rarest}:
        others = NamePart.objects.filter(starts_with(word), appointment_request=OuterRef("pk"))
        requests = requests.filter(Exists(others))
    return requests


def starts_with(part: str) -> Q:
    """Return a prefix condition that both databases answer from the index.

    `part` is a result of `parts_of`.
    """
    return Q(part__gte=part, part__lt=part + chr(0x10FFFF), part__startswith=part)


def _by_phone(requests: QuerySet[AppointmentRequest], term: str) -> QuerySet[AppointmentRequest]:
    """Filter by the last digits, as people leave out country and area codes."""
    try:
        digits = digits_of(normalise_phone(term))
    except ValidationError:
        return requests.none()
    return requests.filter(Exact(LastDigits(), digits[-LOCAL_LENGTH:]))
