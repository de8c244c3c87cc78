"""Whether the domain of a sender or a link identifies the practice to whoever sees the mail.

A practice may set an address and a second site name for neutral mails. Without them both
identify it, however neutral the text is, and a client who chooses such mails must know.
"""

import re
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings

#: Shorter words of a practice's name ("of", "and") do not identify it.
MIN_WORD_LENGTH = 4
#: Parts of an address that identify the profession, whatever the practice is called.
PROFESSION_WORDS = ("psych", "clinic", "therap", "counsel", "mental", "health")


def sender_address() -> str:
    """Return the sender address of neutral mails."""
    return settings.NEUTRAL_FROM_EMAIL or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def link_host() -> str:
    """Return the host of links in neutral mails."""
    return urlsplit(settings.NEUTRAL_SITE_URL or settings.SITE_URL).hostname or ""


def domain_of(address: str) -> str:
    """Return the domain of an email address or a host."""
    return address.rpartition("@")[2].lower()


def is_practice_domain(address: str) -> bool:
    """Whether the domain is the usual one of mails or site, a parent or a subdomain of it."""
    usual = (domain_of(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]), settings.SITE_HOST)
    one = _bare(domain_of(address))
    return any(
        one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
        for other in map(_bare, usual)
    )


def identifies_practice(address: str, practice: str) -> bool:
    """Whether an address or a host discloses the practice or its profession."""
    return is_practice_domain(address) or names_practice(address, practice)


def names_practice(address: str, practice: str) -> bool:
    """Whether an address or a host contains a word of the practice's name or profession."""
    letters = re.sub(r"[^a-z0-9]", "", address.lower())
    words = re.findall(r"[a-z0-9]+", practice.lower())
    long_words = (word for word in words if len(word) >= MIN_WORD_LENGTH)
    return any(word in letters for word in (*PROFESSION_WORDS, *long_words))


def _bare(domain: str) -> str:
    return domain.lower().removeprefix("www.")
