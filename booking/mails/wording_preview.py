"""Previews of both wordings of mails, and what neutral wording cannot hide.

Shown beside the choice, so that clients do not rely on neutral wording for more than that.
"""

from email.utils import parseaddr
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string

from booking.mails import compose as compose
from clinic.mail import neutral
from clinic.models import ClinicDetails


class InboxPreview(NamedTuple):
    """A receipt as an inbox lists it."""

    label: str
    sender: str
    address: str
    subject: str


def inbox_previews(clinic: ClinicDetails) -> list[InboxPreview]:
    """Return the previews, neutral wording first."""
    name, default_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    neutral_address = settings.NEUTRAL_FROM_EMAIL or default_address
    return [
        InboxPreview(
            "Neutral words", compose.NEUTRAL_SENDER, neutral_address, _subject(neutral=True)
        ),
        InboxPreview("Plain words", name or clinic.name, default_address, _subject(neutral=False)),
    ]


def _subject(**context: bool) -> str:
    return render_to_string("booking/emails/receipt/subject.txt", context).strip()


def wording_limits(clinic: ClinicDetails) -> list[str]:
    """Return sentences that tell the client what neutral wording cannot hide."""
    sentences = [
        *_domain_limits(neutral.sender_address(), neutral.link_host(), clinic.name),
        "The link holds the word “appointments”, and the page behind it shows our name.",
    ]
    if clinic.phone:
        sentences.append(f"Our phone number, {clinic.phone}, stands in the mails.")
    return sentences


def _domain_limits(address: str, link: str, practice: str) -> list[str]:
    sender = neutral.domain_of(address)
    from_us, to_us = (
        neutral.identifies_practice(address, practice),
        neutral.identifies_practice(link, practice),
    )
    if not (from_us or to_us):
        return ["Neither the address the mails come from nor the link in them names us."]
    if from_us and to_us and (link == sender or link.endswith(f".{sender}")):
        return [
            f"The address they come from ends in {sender}, and the link in them does too. "
            f"Whoever sees them can {_learn(address, practice)} that it is us."
        ]
    return [
        _domain_limit(f"The address they come from ends in {sender}", address, practice),
        _domain_limit(f"The link in them leads to {link}", link, practice),
    ]


def _domain_limit(fact: str, address: str, practice: str) -> str:
    if not neutral.identifies_practice(address, practice):
        return f"{fact}: not our name."
    return f"{fact}. Whoever sees it can {_learn(address, practice)} that it is us."


def _learn(address: str, practice: str) -> str:
    """Return how the domain reveals the practice: by its name, or by looking it up."""
    return "tell" if neutral.names_practice(address, practice) else "find out"
