"""Finding requests by what a caller says: a reference, an address, a number or a name."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from booking import references
from booking.models import AppointmentRequest, NamePart
from booking.names import parts_of
from booking.phones import normalise_phone

MOST_WORDS = 4
#: Australian Communications and Media Authority, Numbering Plan: eight digits after the code.
AREA_CODES, LOCAL = ("02", "03", "07", "08"), 8


def matching(requests: QuerySet[AppointmentRequest], term: str) -> QuerySet[AppointmentRequest]:
    """By reference, exact e-mail or phone, or how the parts of a name start, in any order."""
    term = " ".join(term.replace("\0", "").split())[:254]
    if reference := references.normalise(term):
        return requests.filter(reference=reference)
    if "@" in term:
        return requests.filter(email_normalised=term.lower())
    if any(c.isdigit() for c in term):
        return requests.filter(phone_normalised__in=_phones(term))
    parts = sorted(parts_of(term), key=len)[-MOST_WORDS:]
    for part in parts:
        starting = NamePart.objects.filter(starts_with(part))
        requests = requests.filter(pk__in=starting.values("appointment_request"))
    return requests if parts else requests.none()


def starts_with(part: str) -> Q:
    """A range of the index, which both databases use; `part` is one of `parts_of`."""
    return Q(part__gte=part, part__lt=part + chr(0x10FFFF), part__startswith=part)


def _phones(term: str) -> list[str]:
    """The number as said; people here leave out the area code."""
    digits = "".join(c for c in term if c.isascii() and c.isdigit())
    codes = AREA_CODES if len(digits) == LOCAL else ("",)
    found = []
    for code in codes:
        with suppress(ValidationError):
            found.append(normalise_phone(code + term))
    return found
