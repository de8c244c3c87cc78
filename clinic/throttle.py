"""Counting in the database: right across workers and machines, with no other server."""

import hashlib
import hmac
import ipaddress
import unicodedata
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from clinic.models import RateCount

#: One statement, the same on SQLite and PostgreSQL; no row comes back once it is enough.
COUNT = """
    INSERT INTO clinic_ratecount (key, count, forget_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET count = clinic_ratecount.count + 1
    WHERE clinic_ratecount.count < %s
    RETURNING count
"""


def client_address(request: HttpRequest) -> str:
    """The visitor's network: an IPv4 address or an IPv6 /64.

    Only as many X-Forwarded-For entries are believed as there are proxies of ours
    (PROXY_HOPS); what a visitor writes there himself is never read.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXY_HOPS:
        hops = [h.strip() for h in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(hops) >= settings.PROXY_HOPS:
            address = hops[-settings.PROXY_HOPS]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def allow(scope: str, subject: str, *, limit: int, per: timedelta) -> bool:
    """Count one more for `subject` in this window; False once `limit` is reached.

    Call it inside the transaction of the change it guards, so that only what was stored
    is counted, and late in it: whoever counts the same waits until it ends.
    """
    if limit < 1:
        return False
    forget_at = RateCount._meta.get_field("forget_at").get_db_prep_value(
        timezone.now() + per * 2, connection
    )
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [_key(scope, subject, per), forget_at, limit])
        return cursor.fetchone() is not None


def uncount(scope: str, subject: str, *, limit: int, per: timedelta) -> None:
    """Take back what `allow` counted, for something that turned out to be fine."""
    RateCount.objects.filter(key=_key(scope, subject, per), count__gt=0).update(
        count=F("count") - 1
    )


def normalise(text: str) -> str:
    """One spelling of what a person types as their name: as the log-in form reads it, and more.

    `ｗriter`, `writer ` and `Writer` are one account and one counter.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()


def is_exhausted(scope: str, subject: str, *, limit: int, per: timedelta) -> bool:
    """Whether `subject` has reached `limit` in this window; counts nothing."""
    return RateCount.objects.filter(key=_key(scope, subject, per), count__gte=limit).exists()


def _key(scope: str, subject: str, per: timedelta) -> str:
    """A keyed hash of scope, subject and window: the subject itself is never stored."""
    window = int(timezone.now().timestamp()) // int(per.total_seconds())
    text = f"{scope}\0{subject}\0{window}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def delete_expired() -> int:
    """Delete counters whose window is over."""
    return RateCount.objects.filter(forget_at__lt=timezone.now()).delete()[0]
