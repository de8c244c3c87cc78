"""Validate, normalise and hash email addresses. Mail goes to the address as it was given."""

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
    """Return the form that spellings of the same mailbox share: lower case, domain in ASCII.

    Only ASCII letters are lower-cased: the Kelvin sign would become a k, and so somebody else's
    address.
    """
    local, _, domain = visible(address).strip().rpartition("@")
    try:
        domain = punycode(domain)
    except UnicodeError as error:
        raise ValidationError("Not an email address.", code="invalid") from error
    normalised = f"{local}@{domain.lower()}".translate(_CAPITALS)
    # Normalising can lengthen an address; too long a one cannot be mailed.
    if len(normalised) > MAX_LENGTH:
        raise ValidationError("Not an email address.", code="invalid")
    return normalised


def keyed_hash(normalised: str) -> str:
    """Return the hash that is stored of an address, also after its erasure.

    It is made with the oldest key, so that it stays the same when SECRET_KEY changes: keep old
    keys in SECRET_KEY_FALLBACKS.
    """
    key = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS][-1]
    return hmac.new(
        key.encode(), f"newsletter.suppression\0{normalised}".encode(), hashlib.sha256
    ).hexdigest()
