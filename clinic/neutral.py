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
#: Parts of a domain that tell what kind of practice it is, whatever its name.
KINDS = ("psych", "clinic", "therap", "counsel", "mental", "health")


def sender_domain() -> str:
    """Of the address that neutral mails come from."""
    address = settings.NEUTRAL_FROM_EMAIL or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return address.rpartition("@")[2].lower()


def link_host() -> str:
    """Of the links in neutral mails."""
    return urlsplit(settings.NEUTRAL_SITE_URL or settings.SITE_URL).hostname or ""


def hides_nothing(domain: str) -> bool:
    """Whether a domain is the usual one of mails or site, above it or below it."""
    usual = (parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2], settings.SITE_HOST)
    one = _bare(domain)
    return any(
        one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
        for other in map(_bare, usual)
    )


def tells(domain: str, practice: str) -> bool:
    """Whether who sees `domain` can tell that it is `practice`, or what kind of place."""
    return hides_nothing(domain) or names(domain, practice)


def names(domain: str, practice: str) -> bool:
    """Whether `domain` spells a word of the practice's name, or what it does."""
    letters = re.sub(r"[^a-z0-9]", "", domain.lower())
    words = re.findall(r"[a-z0-9]+", practice.lower())
    return any(word in letters for word in (*KINDS, *(w for w in words if len(w) >= SHORTEST)))


def _bare(domain: str) -> str:
    return domain.lower().removeprefix("www.")
