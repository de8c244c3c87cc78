"""One address, two forms of it: as given for sending, normalised for being one person."""

import hashlib
import hmac
from string import ascii_lowercase, ascii_uppercase

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode

from clinic.form_fields.addresses import MAX_LENGTH
from clinic.form_fields.typed import visible

_CAPITALS = str.maketrans(ascii_uppercase, ascii_lowercase)


def validate(address: str) -> None:
    """Raise ValidationError unless `address` is one address on one line."""
    if len(address) > MAX_LENGTH or any(ord(c) < 33 or c in ",;<>" for c in address):
        raise ValidationError("Not one email address.", code="invalid")
    validate_email(address)


def normalise(address: str) -> str:
    """The form two spellings of the same mailbox share: lower case, domain in ASCII.

    Only our own letters have capitals here: the Kelvin sign, made small, would be a k, and
    so somebody else's address.
    """
    local, _, domain = visible(address).strip().rpartition("@")
    try:
        domain = punycode(domain)
    except UnicodeError as error:
        raise ValidationError("Not an email address.", code="invalid") from error
    normalised = f"{local}@{domain.lower()}".translate(_CAPITALS)
    # Both steps can lengthen an address; none so long can be mailed.
    if len(normalised) > MAX_LENGTH:
        raise ValidationError("Not an email address.", code="invalid")
    return normalised


def keyed_hash(normalised: str) -> str:
    """What is kept of an address that must never be written to, even after erasure.

    Made with the oldest key we have, so that it stays the same when SECRET_KEY
    changes: keep old keys in SECRET_KEY_FALLBACKS.
    """
    key = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS][-1]
    return hmac.new(
        key.encode(), f"newsletter.suppression\0{normalised}".encode(), hashlib.sha256
    ).hexdigest()
