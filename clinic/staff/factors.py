"""Changes of a user's second step, with the mails and ended sessions that belong to them."""

import logging
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django_otp import devices_for_user
from django_otp_webauthn.models import WebAuthnCredential

from clinic.mail import outbox
from clinic.models import AuthenticatorApp, RecoveryCodes

logger = logging.getLogger(__name__)


@transaction.atomic
def confirm_app(app: AuthenticatorApp) -> None:
    """Make this the user's authenticator app, in place of an earlier one."""
    AuthenticatorApp.objects.filter(user=app.user, confirmed=True).delete()
    app.confirmed = True
    app.save()
    notify(app.user, "app")


@transaction.atomic
def remove_all(user: Any, *, by: Any = None) -> int:
    """Remove every second step of a user who lost theirs, and end their sessions.

    Return how many were removed. At the next log-in the user sets up a new one.
    """
    devices = list(devices_for_user(user, confirmed=None))
    for device in devices:
        device.delete()
    end_sessions(user)
    if devices:
        notify(user, "removed")
        logger.info("second step of user %s removed by %s", user.pk, by.pk if by else "command")
    return len(devices)


def passkeys_of(user: Any) -> Any:
    return WebAuthnCredential.objects.filter(user=user, confirmed=True).order_by("pk")


def app_of(user: Any, *, confirmed: bool = True) -> AuthenticatorApp | None:
    return AuthenticatorApp.objects.filter(user=user, confirmed=confirmed).first()


def codes_of(user: Any) -> RecoveryCodes | None:
    return RecoveryCodes.objects.filter(user=user).first()


def end_sessions(user: Any, *, but: str | None = None) -> int:
    """End all sessions of this user, except the one with the key `but`; return how many.

    Only staff have sessions, so decoding all of them is cheap.
    """
    running = Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=but)
    theirs = [s.pk for s in running if s.get_decoded().get(SESSION_KEY) == str(user.pk)]
    return Session.objects.filter(pk__in=theirs).delete()[0]


def notify(user: Any, what: str, *, to: str = "") -> None:
    """Queue a mail that tells the user of a change, in case somebody else made it.

    `what` selects the text of the mail; `to` is a previous address of the user.
    """
    if to := to or user.email:
        outbox.queue("clinic/log-in-changed", to, {"what": what}, about=f"user {user.pk}")
