"""Our own ids in mails that leave, so that a report is understood whenever it comes.

A provider may report a bounce before its answer to our call is stored: until then only what
we gave it says which mail is meant.
"""

import uuid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

#: They take nothing with a mail and refuse one that asks for it.
WITHOUT_METADATA = ("mailersend", "postal")


def put(message: EmailMessage, **ids: str) -> None:
    """Have the provider hand `ids` back with each report about `message`."""
    if settings.EMAIL_PROVIDER not in WITHOUT_METADATA:
        message.metadata = ids  # type: ignore[attr-defined]


def of(event: Any, name: str) -> str:
    """What a report hands back under `name`, "" for nothing."""
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    return str(metadata.get(name) or "")


def mail_of(event: Any) -> uuid.UUID | None:
    """Our single mail that a report is about, by our own id alone."""
    for text in (of(event, "mail"), _from_header(event)):
        try:
            return uuid.UUID(text)
        except ValueError:
            continue
    return None


def _from_header(event: Any) -> str:
    """Postal hands back the Message-ID, which begins with our id (`clinic.mail.outbox`)."""
    raw = event.esp_event if isinstance(event.esp_event, dict) else {}
    payload = raw.get("payload")
    if not isinstance(payload, dict):
        return ""
    message = payload.get("message") or payload.get("original_message")
    header = message.get("message_id") if isinstance(message, dict) else None
    return header.strip("<> ").partition("@")[0] if isinstance(header, str) else ""
