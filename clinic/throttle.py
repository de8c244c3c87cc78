"""Rate limits, counted in the database so that they hold across processes and machines."""

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

#: One statement for SQLite and PostgreSQL; returns no row once the limit is reached.
COUNT = """
    INSERT INTO clinic_ratecount (key, count, forget_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET count = clinic_ratecount.count + 1
    WHERE clinic_ratecount.count < %s
    RETURNING count
"""


def client_address(request: HttpRequest) -> str:
    """Return the visitor's network: an IPv4 address or an IPv6 /64.

    Only as many X-Forwarded-For entries are trusted as there are proxies of this site
    (PROXY_HOPS); entries that the visitor sent are ignored.
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
    """Count one more for `subject` in this window; return False once `limit` is reached.

    Call it in the transaction of the change that it limits, so that only stored changes count,
    and late in it: other transactions that count the same subject wait until it ends.
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
    """Undo one `allow`, for example after a password that was right."""
    RateCount.objects.filter(key=_key(scope, subject, per), count__gt=0).update(
        count=F("count") - 1
    )


def normalise(text: str) -> str:
    """Return one spelling of a typed account name (NFKC, case-folded, stripped).

    `ｗriter`, `writer ` and `Writer` share one counter.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()


def is_exhausted(scope: str, subject: str, *, limit: int, per: timedelta) -> bool:
    """Whether `subject` has reached `limit` in this window, without counting."""
    return RateCount.objects.filter(key=_key(scope, subject, per), count__gte=limit).exists()


def _key(scope: str, subject: str, per: timedelta) -> str:
    """Return a keyed hash of scope, subject and window, as the subject must not be stored."""
    window = int(timezone.now().timestamp()) // int(per.total_seconds())
    text = f"{scope}\0{subject}\0{window}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def delete_expired() -> int:
    """Delete counters of past windows; return how many."""
    return RateCount.objects.filter(forget_at__lt=timezone.now()).delete()[0]
