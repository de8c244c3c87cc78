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
#: The boundary between a number and a word attached to it, as in 0412345678mob, not in "2nd".
_ATTACHED_WORD = re.compile(r"(?<=\d\d\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d\d\d)")
_NUMBER = re.compile(r"(?<!\w)[+(]*\d(?:[\s().,/\-]*\d)*(?!\w)")
#: Where a second number, a time or a flat number may begin. Ignored within one number.
_SEPARATOR = re.compile(r"[,/()]|\s-\s")
#: Prefixes of a number that only spaces separate from other digits, which may be a time.
_PREFIXES = ("0", "+", "13", "18")
#: A number without its area code among other digits. Matches overlap.
_LOCAL_NUMBER = re.compile(r"(?<!\d)(?=([2-9]\d{3}[ -]?\d{4})(?!\d))")
_GROUP = re.compile(r"\+?\d+")
MAX_GROUPS = 16
MAX_DIGITS = 15  # E.164


def normalise_phone(typed: str) -> str:
    """Return a phone number in E.164, or its digits if it is only plausible.

    Words beside the number are ignored, and no letter is read as a digit. Raises
    ValidationError for text without a number that could be dialled.
    """
    numbers = numbers_in(typed)
    for number in numbers:
        for part in _candidates(number):
            if e164 := _e164(part, phonenumbers.is_valid_number):
                return e164
    for number in numbers:
        digits = digits_of(number)
        if len(digits) == LOCAL_LENGTH and "+" not in number:
            return digits  # without an area code
        if local := _local_number(number):
            return local
        if e164 := _e164(number, phonenumbers.is_possible_number):
            return e164
        if LOCAL_LENGTH <= len(digits) <= MAX_DIGITS:
            return digits
    raise ValidationError(
        "Enter a phone number with its area code, for example 02 5550 0123.", code="invalid"
    )


def is_doubtful(typed: str, normalised: str) -> bool:
    """Whether the stored number differs from what `normalise_phone` returns today."""
    if not typed:
        return False
    try:
        return normalise_phone(typed) != normalised
    except ValidationError:
        return True


def numbers_in(typed: str) -> list[str]:
    """Return the parts of the text that look like phone numbers, in order."""
    return _NUMBER.findall(_ATTACHED_WORD.sub(" ", figures(typed)))


def _candidates(number: str) -> Iterator[str]:
    """Yield the whole text, its separated parts, then adjacent groups of digits, longest first.

    Beside a number there may be a time, a flat number or a second number.
    """
    yield number
    yield from _SEPARATOR.split(number)
    for piece in number.split("/"):  # "/" separates dates; brackets do not end a number
        groups = _GROUP.findall(piece)[:MAX_GROUPS]
        for length in range(len(groups), 0, -1):
            for start in range(len(groups) - length + 1):
                if groups[start].startswith(_PREFIXES):
                    yield " ".join(groups[start : start + length])


def _local_number(number: str) -> str:
    """Return the only number without an area code in a part of the text, or ""."""
    for part in (number, *_SEPARATOR.split(number)):
        matches = list(_LOCAL_NUMBER.finditer(part))
        before = _GROUP.findall(part[: matches[0].start()]) if matches else []
        if len(matches) == 1 and not any(group.startswith(_PREFIXES) for group in before):
            return digits_of(matches[0][1])
    return ""


def digits_of(text: str) -> str:
    return "".join(c for c in figures(text) if c.isascii() and c.isdigit())


def _e164(number_text: str, is_accepted: Callable[[Any], bool]) -> str:
    """Return the number in E.164 if `is_accepted` accepts it, or ""."""
    plus = "+" if "+" in number_text else ""
    # Many countries dial 00 for international calls; `phonenumbers` knows Australia's 0011.
    dialled = re.sub(r"^00(?!11)", "+", plus + digits_of(number_text))
    try:
        number = phonenumbers.parse(dialled, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if (number.national_number or 0) < 10**6 or not is_accepted(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
