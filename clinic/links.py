"""Links that are a permission: who holds one may do one thing.

A token names its purpose, so that one made for confirming cannot unsubscribe.
Old tokens keep working after a key change while the old key stands in
SECRET_KEY_FALLBACKS.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse


def make_token(purpose: str, value: str) -> str:
    """A signed token that carries `value` and can be read for `purpose` only."""
    return signing.TimestampSigner(salt=f"clinic.links.{purpose}").sign(value)


def read_token(purpose: str, token: str, *, max_age: timedelta | None = None) -> str | None:
    """The value a token carries, or None if it is forged, for another purpose or too old."""
    signer = signing.TimestampSigner(salt=f"clinic.links.{purpose}")
    try:
        return signer.unsign(token, max_age=max_age)
    except signing.BadSignature:
        return None


def is_younger(purpose: str, token: str, than: timedelta) -> bool:
    """Whether a token was made less than `than` ago.

    One from the future is not: a clock was set back, or another machine's is ahead.
    """
    from_the_future = read_token(purpose, token, max_age=timedelta(microseconds=-1))
    return from_the_future is None and read_token(purpose, token, max_age=than) is not None


def make_lasting_token(purpose: str, value: str) -> str:
    """A token that never ends, and is the same each time it is made."""
    return signing.Signer(salt=f"clinic.links.{purpose}.lasting").sign(value)


def read_lasting_token(purpose: str, token: str) -> str | None:
    """The value of a lasting token, or None if it is forged or for another purpose."""
    try:
        return signing.Signer(salt=f"clinic.links.{purpose}.lasting").unsign(token)
    except signing.BadSignature:
        return None


def absolute(viewname: str, *args: str, site: str = "") -> str:
    """The full address of a route, for mails; `site` is another name of this site."""
    return (site or settings.SITE_URL) + reverse(viewname, args=args)
