"""How the site's mail provider is used for a campaign: how many people, how fast, how safely.

A provider is in `TOGETHER` once its batch call is known to keep people apart. All others,
SMTP and files get one message a person over one connection. Limits are the providers' own,
as their documentation gave them in November 2026; docs/for-senders.md has the table.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings


@dataclass(frozen=True)
class Provider:
    name: str
    backend: str
    #: People taken from the queue at once.
    people: int
    #: Whether those are one call.
    together: bool = False
    #: The most one call may weigh, in bytes, where every person's mail is in it as a whole.
    weight: int | None = None
    #: Whether one bad address makes it refuse the whole call.
    refuses_whole: bool = False
    #: How long it knows an idempotency key, less some minutes; None if it has none.
    remembers: timedelta | None = None

    def people_for(self, mail_size: int) -> int:
        """How many people one call may have when each mail has `mail_size` bytes."""
        if self.weight is None:
            return self.people
        return max(1, min(self.people, self.weight // max(mail_size, 1)))


#: Without a key a crash in the call leaves all its people in doubt: fewer at once.
_FEW = 100
_BACKENDS = "newsletter.sending.backends."
TOGETHER = {
    # 500 messages and 50 MB.
    "postmark": Provider(
        "postmark", f"{_BACKENDS}PostmarkBackend", _FEW, together=True, weight=40_000_000
    ),
    # 100 messages; a key is known for 24 hours.
    "resend": Provider(
        "resend",
        f"{_BACKENDS}ResendBackend",
        100,
        together=True,
        weight=30_000_000,
        refuses_whole=True,
        remembers=timedelta(hours=23),
    ),
    # 1,000 versions; a key is known for 30 minutes.
    "brevo": Provider(
        "brevo",
        f"{_BACKENDS}BrevoBackend",
        500,
        together=True,
        refuses_whole=True,
        remembers=timedelta(minutes=25),
    ),
    # 1,000 people.
    "mailgun": Provider(
        "mailgun", f"{_BACKENDS}MailgunBackend", _FEW, together=True, refuses_whole=True
    ),
}
#: What one call may hold at most, whatever NEWSLETTER_BATCH says.
LIMITS = {"postmark": 500, "resend": 100, "brevo": 1000, "mailgun": 1000}


def current() -> Provider:
    """The site's provider, with the batch size that the operator wants (NEWSLETTER_BATCH)."""
    name = settings.EMAIL_PROVIDER
    provider = TOGETHER.get(name) or Provider(name, settings.EMAIL_BACKEND, people=20)
    if not settings.NEWSLETTER_BATCH:
        return provider
    people = min(settings.NEWSLETTER_BATCH, LIMITS.get(name, 100))
    return Provider(**{**vars(provider), "people": people})
