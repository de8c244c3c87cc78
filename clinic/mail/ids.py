"""Our own ids as metadata of sent mails, so that a provider's report can be assigned to one.

A provider may report a bounce before its response to our API call is stored. Until then only
our own id identifies the mail.
"""

import uuid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

#: Providers that refuse a mail with metadata.
WITHOUT_METADATA = ("mailersend", "postal")


def attach(message: EmailMessage, **ids: str) -> None:
    """Have the provider include `ids` in each report about `message`."""
    if settings.EMAIL_PROVIDER not in WITHOUT_METADATA:
        message.metadata = ids  # type: ignore[attr-defined]


def read(event: Any, name: str) -> str:
    """Return the id that a report contains under `name`, "" if there is none."""
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    return str(metadata.get(name) or "")


def email_id_of(event: Any) -> uuid.UUID | None:
    """Return the id of the `OutgoingEmail` that a report is about, by our own id alone."""
    for text in (read(event, "mail"), _read_message_id(event)):
        try:
            return uuid.UUID(text)
        except ValueError:
            continue
    return None


def _read_message_id(event: Any) -> str:
    """Return our id from the Message-ID in a report of Postal (`clinic.mail.outbox`)."""
    raw = event.esp_event if isinstance(event.esp_event, dict) else {}
    payload = raw.get("payload")
    if not isinstance(payload, dict):
        return ""
    message = payload.get("message") or payload.get("original_message")
    header = message.get("message_id") if isinstance(message, dict) else None
    return header.strip("<> ").partition("@")[0] if isinstance(header, str) else ""
