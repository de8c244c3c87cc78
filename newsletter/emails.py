"""Single mails of the newsletter, one noun each. Issues: `newsletter.sending.worker`."""

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
#: A person who waits for this mail is looking at an empty inbox.
PRIORITY = 10


def about(subscriber: Subscriber) -> str:
    """By what the mails to this person are found."""
    return f"subscriber {subscriber.pk}"


def confirmation(asked: ConsentEvent) -> None:
    """Asks for the yes. Its link answers this one asking and no other."""
    token = links.make_token(CONFIRM, f"{asked.subscriber.public_id}.{asked.pk}")
    outbox.queue(
        "newsletter/confirmation",
        asked.subscriber.email,
        {
            "address": links.absolute("newsletter:confirm", token),
            "days": CONFIRM_WITHIN.days,
        },
        about=about(asked.subscriber),
        priority=PRIORITY,
    )


def already_subscribed(subscriber: Subscriber) -> None:
    """What a person gets who signs up twice: the form itself must not say that they are known."""
    outbox.queue(
        "newsletter/already-subscribed",
        subscriber.email,
        {
            "address": unsubscribe_address(subscriber),
            "why": basis.sentence(basis.of(subscriber)),
        },
        about=about(subscriber),
        priority=PRIORITY,
    )


def your_subscription(subscriber: Subscriber) -> None:
    """The way to what we hold of this person."""
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
    """The same question, from an address that we do not know."""
    outbox.queue(NOTHING_HELD, address, {}, priority=PRIORITY)


def unsubscribe_address(subscriber: Subscriber) -> str:
    """This person's way out. Works for ever, is always the same and opens nothing else."""
    token = links.make_lasting_token(UNSUBSCRIBE_PURPOSE, str(subscriber.public_id))
    return links.absolute("newsletter:unsubscribe", token)
