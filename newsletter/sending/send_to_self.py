"""Send a test of an issue, the message that subscribers will get, to the person who wrote it.

Its footer says that it is a test: whoever wrote the issue need not be on the list. It is sent at
once and not through the outbox, whose mails have other headers. The writer sees whether it was
sent, and a lost test does no harm.
"""

import uuid

from django.core.mail import get_connection

from clinic.postgresql import pool
from newsletter.issue.compose import Content
from newsletter.list import basis
from newsletter.models import Campaign, Delivery, Subscriber
from newsletter.sending import messages

#: The id of no subscriber: the unsubscribe link opens, and takes nobody off the list.
NOBODY = uuid.UUID(int=0)


def send(content: Content, to: str) -> None:
    """Send one mail with every header of a real one. Raises what the provider's backend raises."""
    campaign = Campaign(
        subject=content.subject, sender=messages.sender(), text=content.text, html=content.html
    )
    delivery = Delivery(email=to, subscriber=Subscriber(email=to, public_id=NOBODY))
    pool.release()
    messages.single(campaign, delivery, get_connection(), footer=basis.TEST_FOOTER).send()
