"""Providers that take many people in one call, each with own headers and own words.

A provider is listed here once its batch call is known to keep people apart. All
others, SMTP and files get one message a person over one connection.
"""

from dataclasses import dataclass
from typing import Any

from anymail.backends import postmark
from anymail.exceptions import AnymailRequestsAPIError
from anymail.message import AnymailRecipientStatus
from django.conf import settings
from django.utils.html import escape


@dataclass(frozen=True)
class Provider:
    name: str
    backend: str
    #: People taken from the queue at once.
    claim: int
    #: Whether those are one call.
    batch: bool


class PostmarkPayload(postmark.PostmarkPayload):  # type: ignore[misc]
    """Postmark has no merge fields in the body: put each person's words in ourselves."""

    def __init__(self, message: Any, *args: Any, **kwargs: Any) -> None:
        self.replacements: dict[str, dict[str, str]] = message.replacements
        super().__init__(message, *args, **kwargs)

    def data_for_recipient(self, to: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().data_for_recipient(to)
        for placeholder, value in self.replacements[to.addr_spec].items():
            data["TextBody"] = data["TextBody"].replace(placeholder, value)
            data["HtmlBody"] = data["HtmlBody"].replace(placeholder, escape(value))
        return data


class PostmarkBackend(postmark.EmailBackend):  # type: ignore[misc]
    """Answers are read by position: Anymail stops at the first it does not know,
    and the people after it would look as if nobody had tried."""

    def build_message_payload(self, message: Any, defaults: Any) -> PostmarkPayload:
        return PostmarkPayload(message, defaults, self)

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
            person.addr_spec: _status(answer)
            for person, answer in zip(people, answers, strict=True)
        }


def _status(answer: dict[str, Any]) -> AnymailRecipientStatus:
    """Postmark's answer for one message; codes from its API error list."""
    code = answer.get("ErrorCode", 0)
    status = {0: "sent", 300: "invalid", 406: "rejected"}.get(code, "failed")
    return AnymailRecipientStatus(message_id=answer.get("MessageID"), status=status)


def current() -> Provider:
    """How the site's provider is used for a campaign."""
    name = settings.EMAIL_PROVIDER
    if name == "postmark":
        # Postmark takes 500; fewer keeps what one crash can put in doubt small.
        return Provider(name, "newsletter.providers.PostmarkBackend", claim=100, batch=True)
    return Provider(name, settings.EMAIL_BACKEND, claim=20, batch=False)
