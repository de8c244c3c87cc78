"""Single mails of the newsletter: one noun each. The issues themselves: `newsletter.sending`."""

from datetime import timedelta

from clinic import emails, links
from newsletter.models import ConsentEvent, Subscriber

CONFIRM = "newsletter.confirm"
UNSUBSCRIBE_PURPOSE = "newsletter.unsubscribe"
CONFIRM_WITHIN = timedelta(days=7)
#: A person who waits for this mail is looking at an empty inbox.
PRIORITY = 10


def confirmation(asked: ConsentEvent) -> None:
    """Asks for the yes. Its link answers this one asking and no other."""
    token = links.make_token(CONFIRM, f"{asked.subscriber.public_id}.{asked.pk}")
    emails.queue(
        "newsletter/confirmation",
        asked.subscriber.email,
        {
            "address": links.absolute("newsletter:confirm", token),
            "days": CONFIRM_WITHIN.days,
        },
        about=f"subscriber {asked.subscriber.pk}",
        priority=PRIORITY,
    )


def already_subscribed(subscriber: Subscriber) -> None:
    """What a person gets who signs up twice: the form itself must not say that they are known."""
    emails.queue(
        "newsletter/already-subscribed",
        subscriber.email,
        {"address": unsubscribe_address(subscriber)},
        about=f"subscriber {subscriber.pk}",
        priority=PRIORITY,
    )


def unsubscribe_address(subscriber: Subscriber) -> str:
    """This person's way out. Works for ever and opens nothing else."""
    token = links.make_token(UNSUBSCRIBE_PURPOSE, str(subscriber.public_id))
    return links.absolute("newsletter:unsubscribe", token)
