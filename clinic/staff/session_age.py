"""How long a log-in lasts: 15 minutes without a click, ten hours in all (ASVS 7.3.1, 7.3.2)."""

import time
from datetime import timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django_otp import DEVICE_ID_SESSION_KEY

from clinic.staff import kept_forms

IDLE = timedelta(minutes=15).total_seconds()
ABSOLUTE = timedelta(hours=10).total_seconds()
#: Seconds; a session is written at most once in these. So idle ends after 14 to 15 minutes.
GRAIN = 60
SINCE, SEEN = "logged_in_at", "seen_at"


def start(session: Any) -> None:
    session[SINCE] = session[SEEN] = int(time.time())


def left(session: Any) -> int:
    """Seconds until this log-in ends; one that never said when it began has ended."""
    ends = min(session.get(SEEN, 0) + IDLE, session.get(SINCE, 0) + ABSOLUTE)
    return max(0, int(ends - time.time()))


def is_over(session: Any) -> bool:
    ends = min(session.get(SEEN, 0) + IDLE, session.get(SINCE, 0) + ABSOLUTE)
    return bool(time.time() >= ends)


def touch(session: Any) -> None:
    """Somebody is there."""
    now = int(time.time())
    if now - session.get(SEEN, 0) >= GRAIN:
        session[SEEN] = now


def _on_log_in(sender: Any, request: Any, **kwargs: Any) -> None:
    # Each log-in asks for both steps, also one on top of another.
    request.session.pop(DEVICE_ID_SESSION_KEY, None)
    kept_forms.forget_others(request.session, kwargs["user"])
    start(request.session)


user_logged_in.connect(_on_log_in)
