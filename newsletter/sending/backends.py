"""Anymail's backends, adapted to campaigns.

Each puts the personal values (unsubscribe link, reason for the mail) into each person's mail,
calls `message.before_call` with the digest of the payload just before the request, and sends an
idempotency key if the provider supports one.
"""

import hashlib
import json
from typing import Any

from anymail.backends import brevo, mailgun, postmark, resend
from anymail.exceptions import AnymailRequestsAPIError
from anymail.message import AnymailRecipientStatus

from newsletter.sending.messages import fill_in, fill_in_html

#: The values that differ between people, by address; their names are the keys of
#: `newsletter.sending.messages.PLACEHOLDERS`.
PersonalValues = dict[str, dict[str, str]]


class FrozenPayload:
    """Serialise only once, so that the payload sent is the one that the digest is of."""

    _payload_data: Any = None

    def serialize_data(self) -> Any:
        if self._payload_data is None:
            self._payload_data = self.build_data()
        return self._payload_data

    def build_data(self) -> Any:
        return super().serialize_data()  # type: ignore[misc]


class CampaignBackend:
    """Call `message.before_call` just before the request. Until then nothing can have been sent."""

    payload_class: type

    def build_message_payload(self, message: Any, defaults: Any) -> Any:
        return self.payload_class(message, defaults, self)

    def post_to_esp(self, payload: Any, message: Any) -> Any:
        message.before_call(digest_of(payload.serialize_data()))
        return super().post_to_esp(payload, message)  # type: ignore[misc]


def digest_of(data: Any) -> str:
    raw = data if isinstance(data, str) else json.dumps(data, sort_keys=True, default=str)
    return hashlib.sha256(raw.encode()).hexdigest()


def merge_fields(personal_values: PersonalValues, pattern: str) -> dict[str, str]:
    """Return the provider's merge field for each personal value."""
    return {name: pattern.format(name) for values in personal_values.values() for name in values}


class PostmarkPayload(FrozenPayload, postmark.PostmarkPayload):  # type: ignore[misc]
    """Fill in the personal values here: Postmark has no merge fields in the body."""

    def __init__(self, message: Any, *args: Any, **kwargs: Any) -> None:
        self.personal_values: PersonalValues = message.personal_values
        super().__init__(message, *args, **kwargs)

    def data_for_recipient(self, to: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().data_for_recipient(to)
        values = self.personal_values[to.addr_spec]
        data["TextBody"] = fill_in(data["TextBody"], values)
        data["HtmlBody"] = fill_in_html(data["HtmlBody"], values)
        return data


class PostmarkBackend(CampaignBackend, postmark.EmailBackend):  # type: ignore[misc]
    """Read the results by position.

    Anymail stops at the first result it does not know and would leave the recipients after it
    without a status.
    """

    payload_class = PostmarkPayload

    def parse_recipient_status(
        self, response: Any, payload: Any, message: Any
    ) -> dict[str, AnymailRecipientStatus]:
        results = self.deserialize_json_response(response, payload, message)
        recipients = payload.to_emails
        # An error for the whole call (422), or results that cannot be matched to recipients.
        if not isinstance(results, list) or len(results) != len(recipients):
            raise AnymailRequestsAPIError(
                email_message=message, payload=payload, response=response, backend=self
            )
        return {
            recipient.addr_spec: _postmark_status(result)
            for recipient, result in zip(recipients, results, strict=True)
        }


def _postmark_status(result: dict[str, Any]) -> AnymailRecipientStatus:
    """Return the status of one message; the codes are those of Postmark's API error list."""
    code = result.get("ErrorCode", 0)
    status = {0: "sent", 300: "invalid", 406: "rejected"}.get(code, "failed")
    return AnymailRecipientStatus(message_id=result.get("MessageID"), status=status)


class ResendPayload(FrozenPayload, resend.ResendPayload):  # type: ignore[misc]
    """Resend has no merge fields either; its idempotency key is a header of the request."""

    def __init__(self, message: Any, *args: Any, **kwargs: Any) -> None:
        self.personal_values: PersonalValues = message.personal_values
        super().__init__(message, *args, **kwargs)
        self.headers["Idempotency-Key"] = message.idempotency_key

    def build_data(self) -> str:
        mails = json.loads(super().build_data())
        for recipient, mail in zip(self.to_recipients, mails, strict=True):
            values = self.personal_values[recipient.addr_spec]
            mail["text"] = fill_in(mail["text"], values)
            mail["html"] = fill_in_html(mail["html"], values)
        return str(self.serialize_json(mails))

    def set_track_opens(self, track_opens: bool) -> None:
        """Do nothing: Resend sets tracking for the whole account (docs/for-senders.md)."""

    set_track_clicks = set_track_opens


class ResendBackend(CampaignBackend, resend.EmailBackend):  # type: ignore[misc]
    payload_class = ResendPayload

    def parse_recipient_status(
        self, response: Any, payload: Any, message: Any
    ) -> dict[str, AnymailRecipientStatus]:
        statuses: dict[str, AnymailRecipientStatus] = super().parse_recipient_status(
            response, payload, message
        )
        return with_message_id(statuses)


class BrevoPayload(FrozenPayload, brevo.BrevoPayload):  # type: ignore[misc]
    """Brevo fills in the personal values, and takes the idempotency key as a header of the mail."""

    def __init__(self, message: Any, *args: Any, **kwargs: Any) -> None:
        self.personal_values: PersonalValues = message.personal_values
        super().__init__(message, *args, **kwargs)
        self.data["headers"]["idempotencyKey"] = message.idempotency_key
        self.merge_data = self.personal_values

    def set_text_body(self, body: str) -> None:
        super().set_text_body(_to_brevo_template(body, self.personal_values))

    def set_html_body(self, body: str) -> None:
        super().set_html_body(_to_brevo_template(body, self.personal_values))

    def set_track_opens(self, track_opens: bool) -> None:
        """Do nothing: Brevo sets tracking for the whole account (docs/for-senders.md)."""

    set_track_clicks = set_track_opens


def _to_brevo_template(body: str, personal_values: PersonalValues) -> str:
    """Escape braces that the author typed, so that Brevo does not read them as template code."""
    for opening in ("{{", "{%", "{#"):
        body = body.replace(opening, f"{opening[0]}\u200b{opening[1]}")
    return fill_in(body, merge_fields(personal_values, "{{{{params.{}}}}}"))


class BrevoBackend(CampaignBackend, brevo.EmailBackend):  # type: ignore[misc]
    payload_class = BrevoPayload

    def raise_for_status(self, response: Any, payload: Any, message: Any) -> None:
        """Accept the error for a known idempotency key: the same call was accepted before."""
        if not (response.status_code == 400 and _error_code(response) == "duplicate_parameter"):
            super().raise_for_status(response, payload, message)

    def parse_recipient_status(
        self, response: Any, payload: Any, message: Any
    ) -> dict[str, AnymailRecipientStatus]:
        if response.status_code == 400:
            queued = AnymailRecipientStatus(message_id=None, status="queued")
            return {to.addr_spec: queued for to in payload.to_recipients}
        statuses: dict[str, AnymailRecipientStatus] = super().parse_recipient_status(
            response, payload, message
        )
        return with_message_id(statuses)


def with_message_id(
    statuses: dict[str, AnymailRecipientStatus],
) -> dict[str, AnymailRecipientStatus]:
    """Leave out recipients without a message id: their status is unknown, not accepted."""
    return {email: status for email, status in statuses.items() if status.message_id}


def _error_code(response: Any) -> str:
    try:
        return str(response.json().get("code", ""))
    except (ValueError, AttributeError):
        return ""


class MailgunPayload(FrozenPayload, mailgun.MailgunPayload):  # type: ignore[misc]
    """Mailgun fills in the personal values."""

    def __init__(self, message: Any, *args: Any, **kwargs: Any) -> None:
        self.personal_values: PersonalValues = message.personal_values
        super().__init__(message, *args, **kwargs)
        self.merge_data = self.personal_values

    def set_text_body(self, body: str) -> None:
        super().set_text_body(fill_in(body, merge_fields(self.personal_values, "%recipient.{}%")))

    def set_html_body(self, body: str) -> None:
        super().set_html_body(fill_in(body, merge_fields(self.personal_values, "%recipient.{}%")))


class MailgunBackend(CampaignBackend, mailgun.EmailBackend):  # type: ignore[misc]
    payload_class = MailgunPayload
