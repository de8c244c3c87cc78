"""Browsers in which a user has logged in before, with both steps; stored in a signed cookie.

They have rate limits of their own for wrong passwords and codes. Somebody who guesses
elsewhere reaches the limit of the account, and must not lock out the user in a known browser.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from clinic import throttle

COOKIE, PATH = "known", "/admin/"
SALT = "clinic.known-device"
MAX_AGE = timedelta(days=180)
#: Users of one browser; the one whose log-in is the oldest is removed first.
MAX_PEOPLE = 8


def remember(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """After both steps, store in the cookie that this browser is known for this account."""
    people = _people(request)
    people.pop(_hashed_account(account), None)
    people[_hashed_account(account)] = secrets.token_urlsafe(12)
    latest = dict(list(people.items())[-MAX_PEOPLE:])
    response.set_cookie(
        COOKIE,
        signing.dumps(latest, salt=SALT),
        max_age=MAX_AGE,
        path=PATH,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def device_of(request: HttpRequest, account: str) -> str:
    """Return this browser's random id for this account, "" if it is not known."""
    return _people(request).get(_hashed_account(account), "")


def _people(request: HttpRequest) -> dict[str, str]:
    try:
        people: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return {}
    return people if isinstance(people, dict) else {}


def _hashed_account(account: str) -> str:
    """Return a keyed hash, as the cookie must not contain the user name."""
    plain = throttle.normalise(account).encode()
    return hmac.new(settings.SECRET_KEY.encode(), plain, hashlib.sha256).hexdigest()[:16]
