"""One address, two forms of it: as given for sending, normalised for being one person."""

import hashlib
import hmac

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode

MAX_LENGTH = 254  # RFC 5321, errata 1690


def validate(address: str) -> None:
    """Raise ValidationError unless `address` is one address on one line."""
    if len(address) > MAX_LENGTH or any(ord(c) < 33 or c in ",;<>" for c in address):
        raise ValidationError("Not one email address.", code="invalid")
    validate_email(address)


def normalise(address: str) -> str:
    """The form two spellings of the same mailbox share: lower case, domain in ASCII."""
    local, _, domain = address.rpartition("@")
    try:
        domain = punycode(domain)
    except UnicodeError as error:
        raise ValidationError("Not an email address.", code="invalid") from error
    normalised = f"{local}@{domain}".lower()
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
