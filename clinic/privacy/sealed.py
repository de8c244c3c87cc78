"""Authenticated encryption of text columns: AES-256-GCM, bound to table, column and row.

FIELD_KEYS holds one or more keys, newest first, each 32 bytes in URL-safe base64. The first
encrypts, all decrypt. To rotate, put a new key in front; `manage.py rotate_field_keys` then
encrypts again what older keys encrypted. The associated data (`place`) names table, column and
row, so that a value copied to another person's row cannot be decrypted there.
"""

import base64
import hashlib
import os
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE_BYTES = 12  # NIST SP 800-38D, 8.2
KEY_ID_BYTES = 4


class UnreadableError(Exception):
    """No key in FIELD_KEYS decrypts the value, or it was changed or copied from another row."""


def read_key(text: str) -> bytes:
    """Return the 32 bytes of a key in URL-safe base64, with or without padding."""
    try:
        key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise ImproperlyConfigured("FIELD_KEYS: not URL-safe base64.") from error
    if len(key) != 32:
        raise ImproperlyConfigured("FIELD_KEYS: each key must be 32 bytes.")
    return key


@cache
def _ciphers(keys: tuple[str, ...]) -> dict[bytes, AESGCM]:
    raw = [read_key(k) for k in keys]
    return {hashlib.sha256(k).digest()[:KEY_ID_BYTES]: AESGCM(k) for k in raw}


def seal(text: str, *, place: str) -> bytes:
    """Encrypt `text` for `place` ("table.column.row id"); empty text stays empty."""
    if not text:
        return b""
    key_id, cipher = next(iter(_ciphers(tuple(settings.FIELD_KEYS)).items()))
    nonce = os.urandom(NONCE_BYTES)
    return key_id + nonce + cipher.encrypt(nonce, text.encode(), place.encode())


def open_sealed(data: Any, *, place: str) -> str:
    """Decrypt a value sealed for `place`. Raises `UnreadableError`."""
    data = bytes(data)
    if not data:
        return ""
    cipher = _ciphers(tuple(settings.FIELD_KEYS)).get(data[:KEY_ID_BYTES])
    if cipher is None:
        raise UnreadableError(f"{place}: sealed with a key that is not in FIELD_KEYS.")
    nonce, body = data[KEY_ID_BYTES:][:NONCE_BYTES], data[KEY_ID_BYTES + NONCE_BYTES :]
    try:
        return cipher.decrypt(nonce, body, place.encode()).decode()
    except InvalidTag as error:
        raise UnreadableError(f"{place}: changed, or moved from another row.") from error


def reseal(data: Any, *, place: str) -> bytes:
    """Return the value encrypted with the newest key; unchanged if it is already.

    Raises `UnreadableError`, also for a value of the newest key that cannot be decrypted.
    """
    text = open_sealed(data, place=place)
    newest = next(iter(_ciphers(tuple(settings.FIELD_KEYS))))
    return bytes(data) if bytes(data)[:KEY_ID_BYTES] == newest else seal(text, place=place)
