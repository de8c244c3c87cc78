"""Whether the domain of a sender or of a link tells whoever sees it which practice it is.

A practice may set an address and a second site name for mails in neutral words. Without
them both name it, whatever the words say, and whoever chooses must know.
"""

import re
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings

#: Shorter words of a name ("of", "and") say nothing.
SHORTEST = 4
#: Parts of an address that tell what kind of practice it is, whatever its name.
KINDS = ("psych", "clinic", "therap", "counsel", "mental", "health")


def sender_address() -> str:
    """What neutral mails come from."""
    return settings.NEUTRAL_FROM_EMAIL or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def link_host() -> str:
    """Of the links in neutral mails."""
    return urlsplit(settings.NEUTRAL_SITE_URL or settings.SITE_URL).hostname or ""


def domain_of(address: str) -> str:
    """Of a mail's address or a host."""
    return address.rpartition("@")[2].lower()


def hides_nothing(address: str) -> bool:
    """Whether its domain is the usual one of mails or site, above it or below it."""
    usual = (domain_of(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]), settings.SITE_HOST)
    one = _bare(domain_of(address))
    return any(
        one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
        for other in map(_bare, usual)
    )


def tells(address: str, practice: str) -> bool:
    """Whether who sees an address or a host learns that it is `practice`, or what it does."""
    return hides_nothing(address) or names(address, practice)


def names(address: str, practice: str) -> bool:
    """Whether it spells a word of the practice's name, or what it does."""
    letters = re.sub(r"[^a-z0-9]", "", address.lower())
    words = re.findall(r"[a-z0-9]+", practice.lower())
    return any(word in letters for word in (*KINDS, *(w for w in words if len(w) >= SHORTEST)))


def _bare(domain: str) -> str:
    return domain.lower().removeprefix("www.")
