"""The messages of a campaign, each to one person with their unsubscribe link and reason."""

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
    """Return the headers of RFC 2369 and RFC 8058: one-click unsubscribe in the mail program."""
    one_line(address)
    return {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


#: The placeholder of each personal value in a campaign's frozen text.
LEAVE, FOOTER = "leave", "footer"
PLACEHOLDERS = {LEAVE: UNSUBSCRIBE, FOOTER: basis.CONFIRMED}


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """Put personal values, by the names in `PLACEHOLDERS`, into the frozen text."""
    for name, value in values.items():
        text = text.replace(PLACEHOLDERS[name], value)
    return text


def fill_in_html(html: str, values: Mapping[str, str]) -> str:
    return fill_in(html, {name: escape(value) for name, value in values.items()})


#: No out-of-office answers (RFC 3834); "bulk" is what old mail systems understand.
COMMON_HEADERS = {"Precedence": "bulk", "X-Auto-Response-Suppress": "OOF, AutoReply"}


def sender() -> str:
    """Return the practice's name (Clinic details) with the address of DEFAULT_FROM_EMAIL."""
    name = ClinicDetails.current().name
    one_line(name)
    return formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def single(
    campaign: Campaign, delivery: Delivery, connection: Any, *, footer: str
) -> EmailMultiAlternatives:
    """Return one person's message, for any backend. `footer` says why they get it."""
    _check(campaign, [delivery])
    address = unsubscribe_address(delivery.subscriber)
    values = {LEAVE: address, FOOTER: footer}
    message = EmailMultiAlternatives(
        campaign.subject,
        fill_in(campaign.text, values),
        campaign.sender,
        [delivery.email],
        headers=COMMON_HEADERS | headers_for(address) | _message_id(),
        connection=connection,
    )
    message.attach_alternative(fill_in_html(campaign.html, values), "text/html")
    mail_ids.attach(message, delivery=str(delivery.pk))
    return message


def _message_id() -> dict[str, str]:
    """Return a new id under the site's domain, so that it does not name this machine."""
    return {"Message-ID": make_msgid(domain=settings.SITE_HOST)}


def batch(
    send_batch: SendBatch,
    deliveries: Sequence[Delivery],
    connection: Any,
    *,
    footers: Mapping[int, str],
    before_call: Callable[[str], None],
) -> AnymailMessage:
    """Return the message of one call for many people; the provider makes one mail for each.

    `footers` says why each subscriber gets it. Merge metadata makes Anymail send separate mails,
    so that nobody sees another's address: it must never be missing. The last three attributes
    are read by `newsletter.sending.backends`. The same batch gives the same bytes every time.
    """
    campaign = send_batch.campaign
    _check(campaign, deliveries)
    unsubscribe_links = {d.email: unsubscribe_address(d.subscriber) for d in deliveries}
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
    message.merge_headers = {email: headers_for(link) for email, link in unsubscribe_links.items()}
    message.personal_values = _personal_values(deliveries, unsubscribe_links, footers)
    message.idempotency_key = str(send_batch.pk)
    message.before_call = before_call
    return message


def _personal_values(
    deliveries: Sequence[Delivery], unsubscribe_links: dict[str, str], footers: Mapping[int, str]
) -> dict[str, dict[str, str]]:
    """Return the personal values by address.

    If all have confirmed, the sentence in the frozen text is right for everybody and no footer
    is given: the same bytes as in versions before there were other footers.
    """
    values = {email: {LEAVE: link} for email, link in unsubscribe_links.items()}
    sentences = {d.email: footers.get(d.subscriber_id, basis.ON_THE_LIST) for d in deliveries}
    if set(sentences.values()) != {basis.CONFIRMED}:
        for email, footer in sentences.items():
            values[email][FOOTER] = footer
    return values


def _check(campaign: Campaign, deliveries: Sequence[Delivery]) -> None:
    """Raise ValidationError for line breaks in headers, which Anymail would pass on."""
    one_line(campaign.subject)
    one_line(campaign.sender)
    for delivery in deliveries:
        addresses.validate(delivery.email)
    if len({d.email for d in deliveries}) != len(deliveries):
        raise ValidationError("One address twice in a call.", code="twice")
