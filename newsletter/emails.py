"""Queue the single mails of the newsletter. Issues: `newsletter.sending.worker`."""

from datetime import timedelta

from clinic import links
from clinic.mail import outbox
from newsletter.list import basis
from newsletter.models import ConsentEvent, Subscriber

CONFIRM = "newsletter.confirm"
UNSUBSCRIBE_PURPOSE = "newsletter.unsubscribe"
CONFIRM_WITHIN = timedelta(days=7)
YOURS = "newsletter.yours"
YOURS_WITHIN = timedelta(days=1)
NOTHING_HELD = "newsletter/nothing-held"
#: Before other mails: the person waits for this one.
PRIORITY = 10


def about(subscriber: Subscriber) -> str:
    """Return the `about` value of the outbox mails to this subscriber."""
    return f"subscriber {subscriber.pk}"


def confirmation(signup: ConsentEvent) -> None:
    """Queue the mail with the confirmation link, which is for this sign-up only."""
    token = links.make_token(CONFIRM, f"{signup.subscriber.public_id}.{signup.pk}")
    outbox.queue(
        "newsletter/confirmation",
        signup.subscriber.email,
        {
            "address": links.absolute("newsletter:confirm", token),
            "days": CONFIRM_WITHIN.days,
        },
        about=about(signup.subscriber),
        priority=PRIORITY,
    )


def already_subscribed(subscriber: Subscriber) -> None:
    """Queue the mail for a second sign-up; the form must not say that the address is known."""
    outbox.queue(
        "newsletter/already-subscribed",
        subscriber.email,
        {
            "address": unsubscribe_address(subscriber),
            "why": basis.sentence(basis.latest_consent(subscriber)),
        },
        about=about(subscriber),
        priority=PRIORITY,
    )


def your_subscription(subscriber: Subscriber) -> None:
    """Queue the mail with the link to "Your subscription"."""
    token = links.make_token(YOURS, str(subscriber.public_id))
    outbox.queue(
        "newsletter/your-subscription",
        subscriber.email,
        {
            "address": links.absolute("newsletter:your-subscription", token),
            "hours": YOURS_WITHIN // timedelta(hours=1),
        },
        about=about(subscriber),
        priority=PRIORITY,
    )


def nothing_held(address: str) -> None:
    """Queue the mail for the same request from an unknown address."""
    outbox.queue(NOTHING_HELD, address, {}, priority=PRIORITY)


def unsubscribe_address(subscriber: Subscriber) -> str:
    """Return this person's unsubscribe link, which never changes or expires."""
    token = links.make_lasting_token(UNSUBSCRIBE_PURPOSE, str(subscriber.public_id))
    return links.absolute("newsletter:unsubscribe", token)
