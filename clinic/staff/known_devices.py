"""Browsers in which somebody has logged in before, with both steps.

They keep an allowance of wrong passwords and codes of their own: whoever guesses elsewhere
uses up the account's, and must not lock out the colleague it belongs to.
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
LIVES = timedelta(days=180)
#: Colleagues at one desk; the one who was here longest ago is forgotten first.
MOST_PEOPLE = 8


def remember(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """After both steps: this browser is known for this account."""
    people = _people(request)
    people.pop(_name(account), None)
    people[_name(account)] = secrets.token_urlsafe(12)
    kept = dict(list(people.items())[-MOST_PEOPLE:])
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=LIVES,
        path=PATH,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def device_of(request: HttpRequest, account: str) -> str:
    """This browser's number for this account; empty where they never logged in."""
    return _people(request).get(_name(account), "")


def _people(request: HttpRequest) -> dict[str, str]:
    try:
        found: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIVES)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def _name(account: str) -> str:
    """No name stands in the cookie."""
    plain = throttle.plain(account).encode()
    return hmac.new(settings.SECRET_KEY.encode(), plain, hashlib.sha256).hexdigest()[:16]
