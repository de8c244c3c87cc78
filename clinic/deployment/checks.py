"""System checks of unsafe settings, run by `manage.py check --deploy` and at every start."""

import os
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.checks import Warning as CheckWarning
from django.core.exceptions import ImproperlyConfigured

from clinic.deployment.environment import refuse
from clinic.mail import neutral
from clinic.privacy import sealed

#: Of `NEUTRAL_FROM_EMAIL`: together with a name it must fit into `OutgoingEmail.sender`.
MAX_ADDRESS_LENGTH = 60
SAME_DOMAIN = "it must not be at the domain of DEFAULT_FROM_EMAIL or SITE_URL"


def refuse_unsafe() -> None:
    """Refuse to start a server with unsafe settings; print one line for each."""
    if found := [e for e in run_checks(tags=[Tags.security]) if e.is_serious()]:
        refuse([f"{error.msg} {error.hint or ''}" for error in found])


@register(Tags.security)
def email_provider(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check that the mail provider is known and has its credentials."""
    try:
        mail.get_connection(settings.EMAIL_BACKEND)
    except ImportError:
        why = f"cannot use {settings.EMAIL_PROVIDER}"
        hint = "files, smtp, or an Anymail provider whose packages are installed."
    except ImproperlyConfigured as error:
        # The first line of Anymail's message names the missing setting.
        why = f"{settings.EMAIL_PROVIDER} cannot be used: {str(error).splitlines()[0]}"
        hint = "Its keys stand in the environment as ANYMAIL_…; see docs/deployment.md."
    except ValueError:
        why = "smtp cannot be used with EMAIL_USE_TLS and EMAIL_USE_SSL at once"
        hint = "STARTTLS (port 587) or TLS from the first byte (port 465)."
    else:
        return []
    return [Error(f"EMAIL_PROVIDER: {why}.", hint=hint, id="clinic.E005")]


@register(Tags.security)
def field_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    try:
        for key in settings.FIELD_KEYS:
            sealed.read_key(key)
    except ImproperlyConfigured as error:
        return [Error(str(error), hint="Make one with `manage.py new_key`.", id="clinic.E001")]
    return []


@register(Tags.security)
def webhook_secret(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without a secret Anymail accepts webhook requests from anyone for several providers."""
    if settings.EMAIL_PROVIDER in ("files", "smtp") or settings.ANYMAIL_WEBHOOK_SECRET:
        return []
    return [
        Error(
            f"EMAIL_PROVIDER is {settings.EMAIL_PROVIDER} but ANYMAIL_WEBHOOK_SECRET is missing.",
            hint="Set it to user:password, the same as in the webhook's address.",
            id="clinic.E002",
        )
    ]


@register(Tags.security)
def neutral_sender(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    address = settings.NEUTRAL_FROM_EMAIL
    if not address:
        return []
    faults = {
        # With a longer one no request could be stored, because its receipt is invalid.
        f"it must have {MAX_ADDRESS_LENGTH} characters or fewer": len(address) > MAX_ADDRESS_LENGTH,
        SAME_DOMAIN: neutral.is_practice_domain(address),
    }
    return _errors("NEUTRAL_FROM_EMAIL", faults, "clinic.E006")


@register(Tags.security)
def neutral_site(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.NEUTRAL_SITE_URL:
        return []
    address, host = urlsplit(settings.NEUTRAL_SITE_URL), neutral.link_host()
    faults = {
        "its host must stand in ALLOWED_HOSTS, too": host not in settings.ALLOWED_HOSTS,
        SAME_DOMAIN: neutral.is_practice_domain(host),
        "it must be https, as SITE_URL is": settings.OVER_TLS and address.scheme != "https",
        "it must end after the host": bool(address.path or address.query or address.fragment),
    }
    return _errors("NEUTRAL_SITE_URL", faults, "clinic.E007")


def _errors(name: str, faults: dict[str, bool], number: str) -> list[CheckMessage]:
    hint = "Or leave it out."
    return [
        Error(f"{name}: {why}.", hint=hint, id=number)
        for why, is_wrong in faults.items()
        if is_wrong
    ]


@register(Tags.security)
def debug_only_at_home(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG and settings.OVER_TLS:
        return [
            Error(
                "DEBUG is on while SITE_URL is a public https address.",
                hint="Leave DEBUG out of the environment.",
                id="clinic.E003",
            )
        ]
    return []


@register(Tags.security)
def demo_only_at_home(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.DEMO and settings.OVER_TLS:
        return [
            Error(
                "DEMO is on while SITE_URL is a public https address.",
                hint="Demo log-ins belong on a local copy only.",
                id="clinic.E004",
            )
        ]
    return []


#: Domains that never receive mail (RFC 2606, 3), used in examples.
RESERVED = ("example.org", "example.com", "example.net", ".example", ".invalid", ".test")


@register(Tags.security, deploy=True)
def ready_for_people(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warnings of `check --deploy` about settings that a practice should change."""
    examples = [
        (
            parseaddr(getattr(settings, name))[1].endswith(RESERVED),
            f"{name} is an example: {getattr(settings, name)}.",
            "Write an address of the practice.",
            "clinic.W004",
        )
        for name in ("DEFAULT_FROM_EMAIL", "RECEPTION_EMAIL")
    ]
    known = [
        (
            not os.environ.get("DATABASE_URL"),
            "DATABASE_URL is missing, so the site keeps its data in SQLite.",
            "Fine on one machine that you back up; otherwise name a PostgreSQL.",
            "clinic.W001",
        ),
        (
            settings.EMAIL_PROVIDER == "files",
            "EMAIL_PROVIDER is files: nobody gets a mail.",
            "smtp, or an Anymail provider.",
            "clinic.W002",
        ),
        (
            settings.OVER_TLS and not settings.PROXY_HOPS,
            "SITE_URL is https and PROXY_HOPS is 0: every page redirects to itself.",
            "Say how many proxies of yours stand in front.",
            "clinic.W003",
        ),
        *examples,
    ]
    return [
        CheckWarning(message, hint=hint, id=number)
        for is_found, message, hint, number in known
        if is_found
    ]
