"""The form field and model field of email addresses."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from clinic.form_fields.typed import visible

MAX_LENGTH = 254  # RFC 5321 with RFC 3696 erratum 1690
INVALID = "Enter an email address like name@example.org. Use one address, without spaces."
NOT_PLAIN = (
    "Enter the address with plain letters, digits and signs only, as in name@example.org. "
    "Does your address have other letters? Then enter another one, or call us."
)
UNREACHABLE = (
    "Enter the whole address: no mail can get to what stands after the @. It ends like "
    "“example.org” or “example.com.au”."
)
#: Hosts that are not on the internet (RFC 6761, RFC 6762, RFC 8375), and IP addresses.
_INSIDE = re.compile(
    r"(?:.*\.)?(?:localhost|localdomain|local|lan|home|internal|invalid|home\.arpa|\d+)"
    r"|\[.*\]|[^.]*",
    re.IGNORECASE,
)


def check(address: str, *, international: bool = False) -> None:
    """Raise ValidationError for an address that mail cannot reach or that could deceive.

    Letters outside ASCII may look like others, or be case-folded to them (ſ to S, the Kelvin
    sign to k), so that an address passes for another one. Only a domain may contain them, if
    `international`.
    """
    local, _, host = address.rpartition("@")
    plain = local if international else address
    if not (plain.isascii() and address.isprintable()):
        raise ValidationError(NOT_PLAIN, code="not_plain")
    if local and _INSIDE.fullmatch(host):
        raise ValidationError(UNREACHABLE, code="unreachable")


def mailbox(address: str) -> str:
    """Return the likely mailbox of an address, for counting: case-folded, without +tag."""
    local, _, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


class AddressField(forms.EmailField):
    """Validates an address with `check`, after removing invisible characters."""

    default_error_messages = {"invalid": INVALID}

    def __init__(self, *, international: bool = False, **kwargs: Any) -> None:
        super().__init__(**{"max_length": MAX_LENGTH} | kwargs)
        self.international = international

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        address = visible(typed).strip()
        if address:
            check(address, international=self.international)
        return address


class AddressModelField(models.EmailField):
    """An `EmailField` whose form field is `AddressField`; migrations see a plain EmailField."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": AddressField} | kwargs)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs
