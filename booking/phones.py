"""Phone numbers as people type them: "0412 345 678 (Mum)", "0412,345,678", "5550 0123"."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError

from clinic.form_fields.typed import figures

REGION = "AU"
#: Australian Communications and Media Authority, Numbering Plan: eight digits after the code.
LOCAL_LENGTH = 8
#: A word that hangs onto a number, as in 0412345678mob; "2nd" is a word of its own.
_ATTACHED_WORD = re.compile(r"(?<=\d\d\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d\d\d)")
_NUMBER = re.compile(r"(?<!\w)[+(]*\d(?:[\s().,/\-]*\d)*(?!\w)")
#: Where a second number, an hour or a flat may begin; within a number it has no meaning.
_SEPARATOR = re.compile(r"[,/()]|\s-\s")
#: How a number begins that nothing but a space sets apart: any other digits may be an hour.
_PREFIXES = ("0", "+", "13", "18")
#: A number without its area code among other digits; the first that may begin one.
_LOCAL_NUMBER = re.compile(r"(?<!\d)(?=([2-9]\d{3}[ -]?\d{4})(?!\d))")
_GROUP = re.compile(r"\+?\d+")
MAX_GROUPS = 16
MAX_DIGITS = 15  # E.164


def normalise_phone(typed: str) -> str:
    """E.164 if the number can be read; its digits if it is at least plausible.

    Words beside the number are a note: no letter ever becomes a digit. Raises
    ValidationError for what nobody could ring.
    """
    written = numbers_in(typed)
    for number in written:
        for part in _candidates(number):
            if found := _e164(part, phonenumbers.is_valid_number):
                return found
    for number in written:
        digits = digits_of(number)
        if len(digits) == LOCAL_LENGTH and "+" not in number:
            return digits  # without its area code: dialled as it stands
        if found := _local_number(number):
            return found
        if found := _e164(number, phonenumbers.is_possible_number):
            return found
        if LOCAL_LENGTH <= len(digits) <= MAX_DIGITS:
            return digits
    raise ValidationError(
        "Enter a phone number with its area code, for example 02 5550 0123.", code="invalid"
    )


def is_doubtful(typed: str, normalised: str) -> bool:
    """Whether what is kept of a number is not what is read from it today."""
    if not typed:
        return False
    try:
        return normalise_phone(typed) != normalised
    except ValidationError:
        return True


def numbers_in(typed: str) -> list[str]:
    """What looks like a number in what was typed, in order, without the words beside it."""
    return _NUMBER.findall(_ATTACHED_WORD.sub(" ", figures(typed)))


def _candidates(number: str) -> Iterator[str]:
    """All of it, what is set apart, then groups of digits that stand together, the longest
    first: beside a number there may be an hour, a flat or a second number."""
    yield number
    yield from _SEPARATOR.split(number)
    for piece in number.split("/"):  # a day is written so, a number in brackets goes on
        groups = _GROUP.findall(piece)[:MAX_GROUPS]
        for length in range(len(groups), 0, -1):
            for start in range(len(groups) - length + 1):
                if groups[start].startswith(_PREFIXES):
                    yield " ".join(groups[start : start + length])


def _local_number(number: str) -> str:
    """The only digits in a part of it that can be a number without an area code, or ""."""
    for part in (number, *_SEPARATOR.split(number)):
        found = list(_LOCAL_NUMBER.finditer(part))
        before = _GROUP.findall(part[: found[0].start()]) if found else []
        if len(found) == 1 and not any(group.startswith(_PREFIXES) for group in before):
            return digits_of(found[0][1])
    return ""


def digits_of(text: str) -> str:
    return "".join(c for c in figures(text) if c.isascii() and c.isdigit())


def _e164(written: str, is_one: Callable[[Any], bool]) -> str:
    """E.164 of a number that `is_one`, or ""."""
    plus = "+" if "+" in written else ""
    # Much of the world dials 00 abroad; Australia dials 0011, which the library knows.
    dialled = re.sub(r"^00(?!11)", "+", plus + digits_of(written))
    try:
        number = phonenumbers.parse(dialled, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if (number.national_number or 0) < 10**6 or not is_one(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
