"""What our mails look like in each wording, and what neutral words cannot hide.

Shown beside the choice, so that nobody trusts them for more than they can keep.
"""

from email.utils import parseaddr
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string

from booking.mails import wording as mail_wording
from clinic.mail import neutral
from clinic.models import ClinicDetails


class Look(NamedTuple):
    """A receipt as it stands in an inbox."""

    label: str
    sender: str
    address: str
    subject: str


def looks(clinic: ClinicDetails) -> list[Look]:
    """Neutral words first."""
    name, usual = parseaddr(settings.DEFAULT_FROM_EMAIL)
    own = settings.NEUTRAL_FROM_EMAIL or usual
    return [
        Look("Neutral words", mail_wording.NEUTRAL_SENDER, own, _subject(neutral=True)),
        Look("Plain words", name or clinic.name, usual, _subject(neutral=False)),
    ]


def _subject(**context: bool) -> str:
    return render_to_string("booking/emails/receipt/subject.txt", context).strip()


def limits(clinic: ClinicDetails) -> list[str]:
    """What neutral words cannot hide, in sentences for the person who chooses."""
    found = [
        *_domains(neutral.sender_address(), neutral.link_host(), clinic.name),
        "The link holds the word “appointments”, and the page behind it shows our name.",
    ]
    if clinic.phone:
        found.append(f"Our phone number, {clinic.phone}, stands in the mails.")
    return found


def _domains(address: str, link: str, practice: str) -> list[str]:
    sender = neutral.domain_of(address)
    from_us = neutral.identifies_practice(address, practice)
    to_us = neutral.identifies_practice(link, practice)
    if not (from_us or to_us):
        return ["Neither the address the mails come from nor the link in them names us."]
    if from_us and to_us and (link == sender or link.endswith(f".{sender}")):
        return [
            f"The address they come from ends in {sender}, and the link in them does too. "
            f"Whoever sees them can {_learn(address, practice)} that it is us."
        ]
    return [
        _one(f"The address they come from ends in {sender}", address, practice),
        _one(f"The link in them leads to {link}", link, practice),
    ]


def _one(fact: str, address: str, practice: str) -> str:
    if not neutral.identifies_practice(address, practice):
        return f"{fact}: not our name."
    return f"{fact}. Whoever sees it can {_learn(address, practice)} that it is us."


def _learn(address: str, practice: str) -> str:
    """Reading it is enough, or it has to be looked up."""
    return "tell" if neutral.names_practice(address, practice) else "find out"
