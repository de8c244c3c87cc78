"""Email backend for a site without a provider: writes one `.eml` file for each recipient."""

import copy
import os
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmailBackend(BaseEmailBackend):
    """Writes each file under another name first, so that no reader sees an incomplete message."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.MAIL_FILES_DIR.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            for recipient in message.recipients():
                self._write(message, recipient)
        return len(email_messages)

    def _write(self, message: EmailMessage, recipient: str) -> None:
        single = copy.copy(message)
        single.to, single.cc, single.bcc = [recipient], [], []
        moment = timezone.now().strftime("%Y%m%d-%H%M%S-%f")
        path = settings.MAIL_FILES_DIR / f"{moment}-{uuid.uuid4().hex[:8]}.eml"
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            file.write(single.message().as_bytes())
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
