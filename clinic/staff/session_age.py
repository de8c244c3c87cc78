"""Session timeouts: 15 minutes without activity, ten hours in all (ASVS 7.3.1, 7.3.2)."""

import time
from datetime import timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django_otp import DEVICE_ID_SESSION_KEY

from clinic.staff import saved_forms

IDLE = timedelta(minutes=15).total_seconds()
ABSOLUTE = timedelta(hours=10).total_seconds()
#: Seconds between two writes of a session: it ends after 14 to 15 minutes without activity.
WRITE_INTERVAL = 60
LOGGED_IN_AT, SEEN_AT = "logged_in_at", "seen_at"


def start(session: Any) -> None:
    session[LOGGED_IN_AT] = session[SEEN_AT] = int(time.time())


def seconds_left(session: Any) -> int:
    """Return the seconds until this log-in ends, 0 for a session without a start."""
    ends = min(session.get(SEEN_AT, 0) + IDLE, session.get(LOGGED_IN_AT, 0) + ABSOLUTE)
    return max(0, int(ends - time.time()))


def has_expired(session: Any) -> bool:
    ends = min(session.get(SEEN_AT, 0) + IDLE, session.get(LOGGED_IN_AT, 0) + ABSOLUTE)
    return bool(time.time() >= ends)


def touch(session: Any) -> None:
    """Record activity."""
    now = int(time.time())
    if now - session.get(SEEN_AT, 0) >= WRITE_INTERVAL:
        session[SEEN_AT] = now


def _on_log_in(sender: Any, request: Any, **kwargs: Any) -> None:
    # Each log-in needs both steps, also one within a session that has them.
    request.session.pop(DEVICE_ID_SESSION_KEY, None)
    saved_forms.discard_of_other_users(request.session, kwargs["user"])
    start(request.session)


user_logged_in.connect(_on_log_in)
