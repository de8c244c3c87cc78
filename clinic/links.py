"""Signed tokens for links that permit one action to whoever has them.

A token is valid for one purpose: one made for confirming cannot unsubscribe. After a change of
SECRET_KEY, tokens stay valid as long as the old key is in SECRET_KEY_FALLBACKS.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse


def make_token(purpose: str, value: str) -> str:
    """Return a signed token that contains `value` and can be read for `purpose` only."""
    return signing.TimestampSigner(salt=f"clinic.links.{purpose}").sign(value)


def read_token(purpose: str, token: str, *, max_age: timedelta | None = None) -> str | None:
    """Return the value of a token, None if it is forged, for another purpose or too old."""
    signer = signing.TimestampSigner(salt=f"clinic.links.{purpose}")
    try:
        return signer.unsign(token, max_age=max_age)
    except signing.BadSignature:
        return None


def is_younger(purpose: str, token: str, than: timedelta) -> bool:
    """Whether a token was made less than `than` ago.

    False for a token from the future (the clock was set back, or another machine's is ahead).
    """
    from_the_future = read_token(purpose, token, max_age=timedelta(microseconds=-1))
    return from_the_future is None and read_token(purpose, token, max_age=than) is not None


def make_lasting_token(purpose: str, value: str) -> str:
    """Return a token that never expires and is the same each time it is made."""
    return signing.Signer(salt=f"clinic.links.{purpose}.lasting").sign(value)


def read_lasting_token(purpose: str, token: str) -> str | None:
    """Return the value of a lasting token, None if it is forged or for another purpose."""
    try:
        return signing.Signer(salt=f"clinic.links.{purpose}.lasting").unsign(token)
    except signing.BadSignature:
        return None


def absolute(viewname: str, *args: str, site: str = "") -> str:
    """Return the absolute URL of a route, for mails; `site` replaces SITE_URL."""
    return (site or settings.SITE_URL) + reverse(viewname, args=args)
