"""What changes a person's second step, and all that has to happen with it."""

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
    """From now on this is the person's app, instead of one they had before."""
    AuthenticatorApp.objects.filter(user=app.user, confirmed=True).delete()
    app.confirmed = True
    app.save()
    tell(app.user, "app")


@transaction.atomic
def remove_all(user: Any, *, by: Any = None) -> int:
    """Take away every second step, for somebody who lost theirs; ends their sessions.

    Returns how many there were. At the next log-in they set up a new one.
    """
    devices = list(devices_for_user(user, confirmed=None))
    for device in devices:
        device.delete()
    end_sessions(user)
    if devices:
        tell(user, "removed")
        logger.info("second step of user %s removed by %s", user.pk, by.pk if by else "command")
    return len(devices)


def passkeys_of(user: Any) -> Any:
    return WebAuthnCredential.objects.filter(user=user, confirmed=True).order_by("pk")


def app_of(user: Any, *, confirmed: bool = True) -> AuthenticatorApp | None:
    return AuthenticatorApp.objects.filter(user=user, confirmed=confirmed).first()


def codes_of(user: Any) -> RecoveryCodes | None:
    return RecoveryCodes.objects.filter(user=user).first()


def end_sessions(user: Any, *, but: str | None = None) -> int:
    """Log this person out everywhere, except in the session with the key `but`.

    Sessions belong to staff only, so there are few to look through.
    """
    running = Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=but)
    theirs = [s.pk for s in running if s.get_decoded().get(SESSION_KEY) == str(user.pk)]
    return Session.objects.filter(pk__in=theirs).delete()[0]


def tell(user: Any, what: str, *, to: str = "") -> None:
    """A mail to the person, in case it was not they: see the mail for `what`.

    `to` is for an address that was theirs until now.
    """
    if to := to or user.email:
        outbox.queue("clinic/log-in-changed", to, {"what": what}, about=f"user {user.pk}")
