"""Check the sender, postal address and unsubscribe link, which the law requires."""

from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings

from clinic.models import ClinicDetails
from newsletter.issue.compose import UNSUBSCRIBE
from newsletter.preflight.mail import Finding, Mail


def check_sender(mail: Mail) -> Iterator[Finding]:
    """A sender address that people can reply to (Spam Act 2003 (Cth) s 17)."""
    if "@" not in parseaddr(settings.DEFAULT_FROM_EMAIL)[1]:
        yield Finding("Ask whoever runs the site to set the sender's address, DEFAULT_FROM_EMAIL.")
    if not ClinicDetails.current().name.strip():
        yield Finding("Ask an editor or the owner to enter the practice's name (Clinic details).")


def check_postal_address(mail: Mail) -> Iterator[Finding]:
    """Contact details (Spam Act 2003 (Cth) s 17); CAN-SPAM requires the postal address."""
    lines = ClinicDetails.current().address.split("\n")
    lines = [line.strip() for line in lines if line.strip()]
    shown = " ".join(element.visible_text for element in mail.find_all("body"))
    if not lines:
        yield Finding(
            "Ask an editor or the owner to enter the practice's postal address (Clinic details)."
        )
    elif not all(line in mail.content.text and " ".join(line.split()) in shown for line in lines):
        yield Finding("The practice's postal address is missing in the mail. Tell whoever runs it.")


def check_unsubscribe_link(mail: Mail) -> Iterator[Finding]:
    """An unsubscribe link in both parts of the mail (Spam Act 2003 (Cth) s 18)."""
    if UNSUBSCRIBE not in mail.content.text or f'href="{UNSUBSCRIBE}"' not in mail.content.html:
        yield Finding("The link to leave the list is missing. Tell whoever runs the site.")
