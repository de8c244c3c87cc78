"""Phone numbers as people type them."""

import re

import phonenumbers
from django.core.exceptions import ValidationError

REGION = "AU"


def normalise_phone(typed: str) -> str:
    """E.164 if the number can be read; its digits if it is at least plausible.

    Raises ValidationError for what nobody could ring.
    """
    # Much of the world dials 00 abroad; Australia dials 0011, which the library knows.
    dialled = re.sub(r"^\s*00(?!11)", "+", typed)
    try:
        number = phonenumbers.parse(dialled, REGION)
        if phonenumbers.is_possible_number(number) and (number.national_number or 0) >= 10**6:
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        pass
    digits = "".join(c for c in typed if c.isascii() and c.isdigit())
    if 8 <= len(digits) <= 15 and not any(c.isalpha() for c in typed):
        return digits
    raise ValidationError(
        "Enter a phone number with its area code, for example 02 5550 0123.", code="invalid"
    )
