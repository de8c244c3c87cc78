"""How final a bounce is: one table, in each provider's own words.

Final means that the address does not work and that no later mail will arrive either. Only
the words listed here say so. A word that is not listed, a full mailbox, a block, a message
that is too large: temporary, so that nobody loses a subscription by them.

The names are Anymail's (`esp_name` of its signals), the words are the providers' own, as
documented for their webhooks in November 2026. Upper and lower case are alike.
"""

import re
from collections.abc import Mapping
from typing import Any

from anymail.signals import EventType

#: By path into the provider's report, the words that must stand there, all of them.
#: "*" is any one name.
Rule = Mapping[tuple[str, ...], str]

_BREVO: tuple[Rule, ...] = ({("event",): "hard_bounce|invalid_email|blocked"},)
#: Mailjet's errors of a recipient or a domain that are there to stay.
_NOBODY = "user unknown|mailbox inactive|invalid domain|no mail host|typofix"
#: A status of RFC 3463: bad address (not the sender's: 5.1.7, 5.1.8), or no route to its host.
_BAD_ADDRESS = re.compile(r"5\.1\.(?!7$|8$)\d{1,3}|5\.4\.4")
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")

FINAL: Mapping[str, tuple[Rule, ...]] = {
    # docs.aws.amazon.com/ses: Permanent, Transient, Undetermined; `_says_bad_address` besides.
    "Amazon SES": ({("bounce", "bounceType"): "permanent"},),
    # developers.brevo.com/docs/transactional-webhooks
    "Brevo": _BREVO,
    "SendinBlue": _BREVO,
    # developers.mailersend.com/api/v1/webhooks.html
    "MailerSend": ({("data", "type"): "hard_bounced"},),
    # documentation.mailgun.com: "generic" is what it calls every other answer.
    "Mailgun": (
        {
            ("event-data", "event"): "failed",
            ("event-data", "severity"): "permanent",
            ("event-data", "reason"): "bounce|suppress-bounce|generic",
        },
        # The form posted until 2018; 605 is an earlier bounce.
        {("event",): "bounced", ("code",): r"5\d\d|5\.\d{1,3}\.\d{1,3}"},
        {("event",): "dropped", ("code",): "605"},
    ),
    # dev.mailjet.com/email/guides/webhooks
    "Mailjet": (
        {("event",): "bounce", ("hard_bounce",): "true", ("error",): _NOBODY},
        {("event",): "bounce", ("hard_bounce",): "true", ("error",): ""},
        {("event",): "blocked", ("error",): _NOBODY},
    ),
    # docs.mailtrap.io: a soft one is an event of its own, a category may say more.
    "Mailtrap": (
        {
            ("event",): "bounce",
            ("bounce_category",): "(?!.*(spam|policy|content|quota|full|block|virus|relay)).*",
        },
    ),
    # mailchimp.com/developer/transactional/docs/webhooks
    "Mandrill": (
        {("event",): "hard_bounce"},
        {("event",): "reject", ("msg", "reject", "reason"): "hard-bounce|invalid"},
    ),
    # docs.postalserver.io: a bounce says nothing of its kind, a failure has the answer.
    "Postal": ({("payload", "status"): "hardfail", ("payload", "output"): r"5\d\d\b.*"},),
    # postmarkapp.com/developer/api/bounce-api
    "Postmark": (
        {("Type",): "hardbounce|bademailaddress"},
        {("RecordType",): "subscriptionchange", ("SuppressionReason",): "hardbounce"},
    ),
    # resend.com/docs/webhooks/emails/bounced
    "Resend": ({("data", "bounce", "type"): "permanent"},),
    # docs.sendgrid.com: a "blocked" is a bounce whose address is good.
    "SendGrid": (
        {("event",): "bounce", ("type",): "bounce"},
        {("event",): "dropped", ("reason",): "bounced address|invalid"},
        {("event",): "dropped", ("type",): "bounced address|invalid"},
    ),
    # support.sparkpost.com, bounce classification codes: invalid recipient; no RCPT.
    "SparkPost": ({("msys", "*", "bounce_class"): "10|30"},),
    # godocs.unisender.ru/email-statuses
    "Unisender Go": (
        {
            ("status",): "hard_bounced",
            ("delivery_info", "delivery_status"): "err_user_unknown|err_user_inactive"
            "|err_mailbox_discarded|err_domain_inactive",
        },
    ),
}
#: Anymail's words for a mail that did not arrive; a later "delivered" is none.
_NOT_ARRIVED = (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED)


def is_final(event: Any, esp_name: str) -> bool:
    """Whether a report of Anymail's says that the address will never work."""
    if event.event_type not in _NOT_ARRIVED:
        return False
    raw = event.esp_event
    if any(_holds(rule, raw) for rule in FINAL.get(esp_name, ())):
        return True
    return esp_name == "Amazon SES" and _says_bad_address(raw, event.recipient)


def _holds(rule: Rule, raw: Any) -> bool:
    return all(
        re.fullmatch(words, _word(raw, path), re.IGNORECASE | re.DOTALL)
        for path, words in rule.items()
    )


def _word(raw: Any, path: tuple[str, ...]) -> str:
    """What stands at the end of a path, "" for nothing."""
    for name in path:
        if not isinstance(raw, Mapping):
            return ""
        raw = next(iter(raw.values()), None) if name == "*" else raw.get(name)
    return str(raw).strip() if isinstance(raw, str | int | bool) else ""


def _says_bad_address(raw: Any, recipient: str | None) -> bool:
    """SES may call a bounce temporary whose status for this recipient says otherwise."""
    bounce = raw.get("bounce") if isinstance(raw, Mapping) else None
    bounced = bounce.get("bouncedRecipients") if isinstance(bounce, Mapping) else None
    for one in bounced if isinstance(bounced, list) else ():
        if _word(one, ("emailAddress",)).lower() == (recipient or "").lower():
            said = _word(one, ("status",)) or _word(one, ("diagnosticCode",))
            return any(_BAD_ADDRESS.fullmatch(status) for status in _STATUS.findall(said))
    return False
