"""Whether a bounce is permanent: one table of the values that each provider reports.

Permanent means that the address does not work and that no later mail will arrive either. Only
the values listed here mean that. Everything else (a full mailbox, a block, a message that is
too large, an unknown value) is temporary, so that nobody loses a subscription because of it.

Provider names are Anymail's (`esp_name` of its signals); values are the providers' own, as
documented for their webhooks in November 2026. Case is ignored.
"""

import re
from collections.abc import Mapping
from typing import Any

from anymail.signals import EventType

#: Path into the provider's report to the pattern that its value must match; all must match.
#: "*" in a path is any one key.
Rule = Mapping[tuple[str, ...], str]

_BREVO: tuple[Rule, ...] = ({("event",): "hard_bounce|invalid_email|blocked"},)
#: Mailjet's errors of a recipient or a domain that are permanent.
_MAILJET_ERRORS = "user unknown|mailbox inactive|invalid domain|no mail host|typofix"
#: A status code of RFC 3463: bad address (not the sender's: 5.1.7, 5.1.8), or no route to host.
_BAD_ADDRESS = re.compile(r"5\.1\.(?!7$|8$)\d{1,3}|5\.4\.4")
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")

FINAL: Mapping[str, tuple[Rule, ...]] = {
    # docs.aws.amazon.com/ses: Permanent, Transient, Undetermined; `_has_bad_address_status`.
    "Amazon SES": ({("bounce", "bounceType"): "permanent"},),
    # developers.brevo.com/docs/transactional-webhooks
    "Brevo": _BREVO,
    "SendinBlue": _BREVO,
    # developers.mailersend.com/api/v1/webhooks.html
    "MailerSend": ({("data", "type"): "hard_bounced"},),
    # documentation.mailgun.com: "generic" is the reason for every other response.
    "Mailgun": (
        {
            ("event-data", "event"): "failed",
            ("event-data", "severity"): "permanent",
            ("event-data", "reason"): "bounce|suppress-bounce|generic",
        },
        # The format of webhooks until 2018; 605 is an earlier bounce.
        {("event",): "bounced", ("code",): r"5\d\d|5\.\d{1,3}\.\d{1,3}"},
        {("event",): "dropped", ("code",): "605"},
    ),
    # dev.mailjet.com/email/guides/webhooks
    "Mailjet": (
        {("event",): "bounce", ("hard_bounce",): "true", ("error",): _MAILJET_ERRORS},
        {("event",): "bounce", ("hard_bounce",): "true", ("error",): ""},
        {("event",): "blocked", ("error",): _MAILJET_ERRORS},
    ),
    # docs.mailtrap.io: a soft bounce is an event of its own; the category may be more precise.
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
    # docs.postalserver.io: a bounce has no kind, a failure has the server's response.
    "Postal": ({("payload", "status"): "hardfail", ("payload", "output"): r"5\d\d\b.*"},),
    # postmarkapp.com/developer/api/bounce-api
    "Postmark": (
        {("Type",): "hardbounce|bademailaddress"},
        {("RecordType",): "subscriptionchange", ("SuppressionReason",): "hardbounce"},
    ),
    # resend.com/docs/webhooks/emails/bounced
    "Resend": ({("data", "bounce", "type"): "permanent"},),
    # docs.sendgrid.com: in a bounce of type "blocked" the address works.
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
#: Anymail's event types for a mail that did not arrive.
_NOT_ARRIVED = (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED)


def is_final(event: Any, esp_name: str) -> bool:
    """Whether an Anymail tracking event says that the address will never work."""
    if event.event_type not in _NOT_ARRIVED:
        return False
    raw = event.esp_event
    if any(_matches(rule, raw) for rule in FINAL.get(esp_name, ())):
        return True
    return esp_name == "Amazon SES" and _has_bad_address_status(raw, event.recipient)


def _matches(rule: Rule, raw: Any) -> bool:
    return all(
        re.fullmatch(words, _value_at(raw, path), re.IGNORECASE | re.DOTALL)
        for path, words in rule.items()
    )


def _value_at(raw: Any, path: tuple[str, ...]) -> str:
    """Return the value at the end of a path as text, "" if there is none."""
    for name in path:
        if not isinstance(raw, Mapping):
            return ""
        raw = next(iter(raw.values()), None) if name == "*" else raw.get(name)
    return str(raw).strip() if isinstance(raw, str | int | bool) else ""


def _has_bad_address_status(raw: Any, recipient: str | None) -> bool:
    """Whether the status of this recipient is permanent, even if SES calls the bounce temporary."""
    bounce = raw.get("bounce") if isinstance(raw, Mapping) else None
    bounced = bounce.get("bouncedRecipients") if isinstance(bounce, Mapping) else None
    for entry in bounced if isinstance(bounced, list) else ():
        if _value_at(entry, ("emailAddress",)).lower() == (recipient or "").lower():
            text = _value_at(entry, ("status",)) or _value_at(entry, ("diagnosticCode",))
            return any(_BAD_ADDRESS.fullmatch(status) for status in _STATUS.findall(text))
    return False
