"""Anymail's backends, made fit for a campaign.

Each puts what is a person's own (the way out, why they get it) into that person's mail, says
when the call is about to be made (`message.before_call`, with the digest of its bytes), and
sends an idempotency key where the provider knows one.
"""

import hashlib
import json
from typing import Any

from anymail.backends import brevo, mailgun, postmark, resend
from anymail.exceptions import AnymailRequestsAPIError
from anymail.message import AnymailRecipientStatus

from newsletter.sending.messages import fill_in, fill_in_html

#: What is each person's own, by address: `newsletter.sending.messages.SLOTS` says what for.
Own = dict[str, dict[str, str]]


class FrozenPayload:
    """Made into bytes once: what was digested is what is sent."""

    _made: Any = None

    def serialize_data(self) -> Any:
        if self._made is None:
            self._made = self.make_data()
        return self._made

    def make_data(self) -> Any:
        return super().serialize_data()  # type: ignore[misc]


class CampaignBackend:
    """Says so just before the call: without that, nothing can have left us."""

    payload_class: type

    def build_message_payload(self, message: Any, defaults: Any) -> Any:
        return self.payload_class(message, defaults, self)

    def post_to_esp(self, payload: Any, message: Any) -> Any:
        message.before_call(digest_of(payload.serialize_data()))
        return super().post_to_esp(payload, message)  # type: ignore[misc]


def digest_of(data: Any) -> str:
    raw = data if isinstance(data, str) else json.dumps(data, sort_keys=True, default=str)
    return hashlib.sha256(raw.encode()).hexdigest()


def fields(own: Own, form: str) -> dict[str, str]:
    """The provider's merge field for each thing that is a person's own."""
    return {name: form.format(name) for words in own.values() for name in words}


class PostmarkPayload(FrozenPayload, postmark.PostmarkPayload):  # type: ignore[misc]
    """Postmark has no merge fields in the body: put in what is each person's own ourselves."""

    def __init__(self, message: Any, *args: Any, **kwargs: Any) -> None:
        self.own: Own = message.own
        super().__init__(message, *args, **kwargs)

    def data_for_recipient(self, to: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().data_for_recipient(to)
        own = self.own[to.addr_spec]
        data["TextBody"] = fill_in(data["TextBody"], own)
        data["HtmlBody"] = fill_in_html(data["HtmlBody"], own)
        return data


class PostmarkBackend(CampaignBackend, postmark.EmailBackend):  # type: ignore[misc]
    """Answers are read by position: Anymail stops at the first it does not know,
    and the people after it would look as if nobody had tried."""

    payload_class = PostmarkPayload

    def parse_recipient_status(
        self, response: Any, payload: Any, message: Any
    ) -> dict[str, AnymailRecipientStatus]:
        answers = self.deserialize_json_response(response, payload, message)
        people = payload.to_emails
        # An answer for the whole call (422), or one we cannot match to people.
        if not isinstance(answers, list) or len(answers) != len(people):
            raise AnymailRequestsAPIError(
                email_message=message, payload=payload, response=response, backend=self
            )
        return {
            person.addr_spec: _postmark_status(answer)
            for person, answer in zip(people, answers, strict=True)
        }


def _postmark_status(answer: dict[str, Any]) -> AnymailRecipientStatus:
    """Postmark's answer for one message; codes from its API error list."""
    code = answer.get("ErrorCode", 0)
    status = {0: "sent", 300: "invalid", 406: "rejected"}.get(code, "failed")
    return AnymailRecipientStatus(message_id=answer.get("MessageID"), status=status)


class ResendPayload(FrozenPayload, resend.ResendPayload):  # type: ignore[misc]
    """Resend, too, has no merge fields; its key travels as a header of the call."""

    def __init__(self, message: Any, *args: Any, **kwargs: Any) -> None:
        self.own: Own = message.own
        super().__init__(message, *args, **kwargs)
        self.headers["Idempotency-Key"] = message.idempotency_key

    def make_data(self) -> str:
        mails = json.loads(super().make_data())
        for person, mail in zip(self.to_recipients, mails, strict=True):
            own = self.own[person.addr_spec]
            mail["text"] = fill_in(mail["text"], own)
            mail["html"] = fill_in_html(mail["html"], own)
        return str(self.serialize_json(mails))

    def set_track_opens(self, track_opens: bool) -> None:
        """Resend has no such choice for one mail: its account decides (docs/for-senders.md)."""

    set_track_clicks = set_track_opens


class ResendBackend(CampaignBackend, resend.EmailBackend):  # type: ignore[misc]
    payload_class = ResendPayload

    def parse_recipient_status(
        self, response: Any, payload: Any, message: Any
    ) -> dict[str, AnymailRecipientStatus]:
        found: dict[str, AnymailRecipientStatus] = super().parse_recipient_status(
            response, payload, message
        )
        return known_only(found)


class BrevoPayload(FrozenPayload, brevo.BrevoPayload):  # type: ignore[misc]
    """Brevo fills in what is each person's own, and takes the key as a header of the mail."""

    def __init__(self, message: Any, *args: Any, **kwargs: Any) -> None:
        self.own: Own = message.own
        super().__init__(message, *args, **kwargs)
        self.data["headers"]["idempotencyKey"] = message.idempotency_key
        self.merge_data = self.own

    def set_text_body(self, body: str) -> None:
        super().set_text_body(_for_brevo(body, self.own))

    def set_html_body(self, body: str) -> None:
        super().set_html_body(_for_brevo(body, self.own))

    def set_track_opens(self, track_opens: bool) -> None:
        """Brevo has no such choice for one mail: its account decides (docs/for-senders.md)."""

    set_track_clicks = set_track_opens


def _for_brevo(body: str, own: Own) -> str:
    """Braces of the author's are words, not orders to Brevo's template language."""
    for order in ("{{", "{%", "{#"):
        body = body.replace(order, f"{order[0]}\u200b{order[1]}")
    return fill_in(body, fields(own, "{{{{params.{}}}}}"))


class BrevoBackend(CampaignBackend, brevo.EmailBackend):  # type: ignore[misc]
    payload_class = BrevoPayload

    def raise_for_status(self, response: Any, payload: Any, message: Any) -> None:
        """A key it knows already: this very call was taken before."""
        if not (response.status_code == 400 and _code(response) == "duplicate_parameter"):
            super().raise_for_status(response, payload, message)

    def parse_recipient_status(
        self, response: Any, payload: Any, message: Any
    ) -> dict[str, AnymailRecipientStatus]:
        if response.status_code == 400:
            taken = AnymailRecipientStatus(message_id=None, status="queued")
            return {to.addr_spec: taken for to in payload.to_recipients}
        found: dict[str, AnymailRecipientStatus] = super().parse_recipient_status(
            response, payload, message
        )
        return known_only(found)


def known_only(found: dict[str, AnymailRecipientStatus]) -> dict[str, AnymailRecipientStatus]:
    """People the answer has no id for: unknown, not accepted."""
    return {email: status for email, status in found.items() if status.message_id}


def _code(response: Any) -> str:
    try:
        return str(response.json().get("code", ""))
    except (ValueError, AttributeError):
        return ""


class MailgunPayload(FrozenPayload, mailgun.MailgunPayload):  # type: ignore[misc]
    """Mailgun fills in what is each person's own itself."""

    def __init__(self, message: Any, *args: Any, **kwargs: Any) -> None:
        self.own: Own = message.own
        super().__init__(message, *args, **kwargs)
        self.merge_data = self.own

    def set_text_body(self, body: str) -> None:
        super().set_text_body(fill_in(body, fields(self.own, "%recipient.{}%")))

    def set_html_body(self, body: str) -> None:
        super().set_html_body(fill_in(body, fields(self.own, "%recipient.{}%")))


class MailgunBackend(CampaignBackend, mailgun.EmailBackend):  # type: ignore[misc]
    payload_class = MailgunPayload
