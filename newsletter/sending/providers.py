"""How each mail provider is used for a campaign: batch size, limits, idempotency keys.

A provider is in `BATCH_PROVIDERS` once its batch call is known to send separate mails. All
others, SMTP and files get one message a person over one connection. The limits are those of the
providers' documentation in November 2026; docs/for-senders.md has the table.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings


@dataclass(frozen=True)
class Provider:
    name: str
    backend: str
    #: People taken from the queue for one batch.
    batch_size: int
    #: Whether a batch is sent by one call.
    sends_batches: bool = False
    #: The largest call, in bytes, if it contains every person's whole mail.
    max_call_bytes: int | None = None
    #: Whether one invalid address makes the provider refuse the whole call.
    refuses_whole_calls: bool = False
    #: How long the provider remembers an idempotency key, less some minutes; None without keys.
    key_lifetime: timedelta | None = None

    def batch_size_for(self, mail_size: int) -> int:
        """Return how many people one call may have when each mail has `mail_size` bytes."""
        if self.max_call_bytes is None:
            return self.batch_size
        return max(1, min(self.batch_size, self.max_call_bytes // max(mail_size, 1)))


#: Smaller, because without a key a crash during the call leaves all its people in doubt.
_SIZE_WITHOUT_KEY = 100
_BACKENDS = "newsletter.sending.backends."
BATCH_PROVIDERS = {
    # 500 messages and 50 MB.
    "postmark": Provider(
        "postmark",
        f"{_BACKENDS}PostmarkBackend",
        _SIZE_WITHOUT_KEY,
        sends_batches=True,
        max_call_bytes=40_000_000,
    ),
    # 100 messages; a key is remembered for 24 hours.
    "resend": Provider(
        "resend",
        f"{_BACKENDS}ResendBackend",
        100,
        sends_batches=True,
        max_call_bytes=30_000_000,
        refuses_whole_calls=True,
        key_lifetime=timedelta(hours=23),
    ),
    # 1,000 versions; a key is remembered for 30 minutes.
    "brevo": Provider(
        "brevo",
        f"{_BACKENDS}BrevoBackend",
        500,
        sends_batches=True,
        refuses_whole_calls=True,
        key_lifetime=timedelta(minutes=25),
    ),
    # 1,000 people.
    "mailgun": Provider(
        "mailgun",
        f"{_BACKENDS}MailgunBackend",
        _SIZE_WITHOUT_KEY,
        sends_batches=True,
        refuses_whole_calls=True,
    ),
}
#: The most people in one call, whatever NEWSLETTER_BATCH says.
MAX_BATCH_SIZES = {"postmark": 500, "resend": 100, "brevo": 1000, "mailgun": 1000}


def current() -> Provider:
    """Return the site's provider, with the batch size of NEWSLETTER_BATCH if it is set."""
    name = settings.EMAIL_PROVIDER
    provider = BATCH_PROVIDERS.get(name) or Provider(name, settings.EMAIL_BACKEND, batch_size=20)
    if not settings.NEWSLETTER_BATCH:
        return provider
    batch_size = min(settings.NEWSLETTER_BATCH, MAX_BATCH_SIZES.get(name, 100))
    return Provider(**{**vars(provider), "batch_size": batch_size})
