"""A campaign as messages: each to one person, with that person's own way out and reason."""

from collections.abc import Callable, Mapping, Sequence
from email.utils import formataddr, make_msgid, parseaddr
from typing import Any

from anymail.message import AnymailMessage
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.utils.html import escape

from clinic.mail import ids as mail_ids
from clinic.models import ClinicDetails
from newsletter import addresses
from newsletter.emails import unsubscribe_address
from newsletter.issue.compose import UNSUBSCRIBE
from newsletter.list import basis
from newsletter.models import Campaign, Delivery, SendBatch
from newsletter.models.sending import one_line


def headers_for(address: str) -> dict[str, str]:
    """RFC 2369 and RFC 8058: leaving works from the mail program itself."""
    one_line(address)
    return {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


#: What stands in the frozen words for each thing that is a person's own.
LEAVE, FOOTER = "leave", "footer"
SLOTS = {LEAVE: UNSUBSCRIBE, FOOTER: basis.CONFIRMED}


def fill_in(text: str, own: Mapping[str, str]) -> str:
    """The frozen words with what is one person's own (by the names in `SLOTS`)."""
    for name, value in own.items():
        text = text.replace(SLOTS[name], value)
    return text


def fill_in_html(html: str, own: Mapping[str, str]) -> str:
    return fill_in(html, {name: escape(value) for name, value in own.items()})


#: No out-of-office answers (RFC 3834); "bulk" is what old mail systems understand.
COMMON_HEADERS = {"Precedence": "bulk", "X-Auto-Response-Suppress": "OOF, AutoReply"}


def sender() -> str:
    """The practice's name as editors keep it, with the address the operator set up."""
    name = ClinicDetails.current().name
    one_line(name)
    return formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def single(
    campaign: Campaign, delivery: Delivery, connection: Any, *, footer: str
) -> EmailMultiAlternatives:
    """One person's message, for any backend. `footer` says why they get it."""
    _check(campaign, [delivery])
    address = unsubscribe_address(delivery.subscriber)
    own = {LEAVE: address, FOOTER: footer}
    message = EmailMultiAlternatives(
        campaign.subject,
        fill_in(campaign.text, own),
        campaign.sender,
        [delivery.email],
        headers=COMMON_HEADERS | headers_for(address) | _message_id(),
        connection=connection,
    )
    message.attach_alternative(fill_in_html(campaign.html, own), "text/html")
    mail_ids.attach(message, delivery=str(delivery.pk))
    return message


def _message_id() -> dict[str, str]:
    """A new one of the site's; the name of this machine is nobody's business."""
    return {"Message-ID": make_msgid(domain=settings.SITE_HOST)}


def batch(
    send_batch: SendBatch,
    deliveries: Sequence[Delivery],
    connection: Any,
    *,
    footers: Mapping[int, str],
    before_call: Callable[[str], None],
) -> AnymailMessage:
    """One call for many people; the provider makes one message for each.

    `footers` says why each subscriber gets it. Merge metadata is what keeps the
    addresses apart: it must never be missing. The last three attributes are read by
    `newsletter.sending.backends`. The same batch makes the same bytes every time.
    """
    campaign = send_batch.campaign
    _check(campaign, deliveries)
    ways_out = {d.email: unsubscribe_address(d.subscriber) for d in deliveries}
    message = AnymailMessage(
        campaign.subject,
        campaign.text,
        campaign.sender,
        [d.email for d in deliveries],
        headers=COMMON_HEADERS,
        connection=connection,
    )
    message.attach_alternative(campaign.html, "text/html")
    message.track_clicks = message.track_opens = False
    message.merge_metadata = {d.email: {"delivery": str(d.pk)} for d in deliveries}
    message.merge_headers = {email: headers_for(way) for email, way in ways_out.items()}
    message.own = _own(deliveries, ways_out, footers)
    message.idempotency_key = str(send_batch.pk)
    message.before_call = before_call
    return message


def _own(
    deliveries: Sequence[Delivery], ways_out: dict[str, str], footers: Mapping[int, str]
) -> dict[str, dict[str, str]]:
    """What is each person's own, by address.

    Where all have confirmed, the frozen sentence stands and nothing is said about it: the
    same bytes as in versions that knew no other.
    """
    own = {email: {LEAVE: way} for email, way in ways_out.items()}
    found = {d.email: footers.get(d.subscriber_id, basis.ON_THE_LIST) for d in deliveries}
    if set(found.values()) != {basis.CONFIRMED}:
        for email, footer in found.items():
            own[email][FOOTER] = footer
    return own


def _check(campaign: Campaign, deliveries: Sequence[Delivery]) -> None:
    """Anymail passes line breaks on as they are: the last place to refuse them."""
    one_line(campaign.subject)
    one_line(campaign.sender)
    for delivery in deliveries:
        addresses.validate(delivery.email)
    if len({d.email for d in deliveries}) != len(deliveries):
        raise ValidationError("One address twice in a call.", code="twice")
