"""One field for email addresses, wherever one is typed."""

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
#: Names that never leave a house or a machine (RFC 6761, RFC 6762, RFC 8375), and numbers.
_INSIDE = re.compile(
    r"(?:.*\.)?(?:localhost|localdomain|local|lan|home|internal|invalid|home\.arpa|\d+)"
    r"|\[.*\]|[^.]*",
    re.IGNORECASE,
)


def check(address: str, *, international: bool = False) -> None:
    """Raise ValidationError, in words for whoever typed it, for what nobody should mail.

    Other letters look like ours, or fold to them (ſ to S, the Kelvin sign to k): an address
    could pass for somebody else's. Only a domain may have them, if `international`.
    """
    local, _, host = address.rpartition("@")
    plain = local if international else address
    if not (plain.isascii() and address.isprintable()):
        raise ValidationError(NOT_PLAIN, code="not_plain")
    if local and _INSIDE.fullmatch(host):
        raise ValidationError(UNREACHABLE, code="unreachable")


def mailbox(address: str) -> str:
    """Where mail to this address arrives, as far as anybody can tell, for counting: without
    what follows a plus sign."""
    local, _, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


class AddressField(forms.EmailField):
    """An address that mail can reach, without invisible characters."""

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
    """A column for one address: its form asks by `AddressField`. The database sees no change."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": AddressField} | kwargs)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs
