"""Short mails to run the checks on."""

from newsletter.issue.compose import UNSUBSCRIBE, Content
from newsletter.preflight import Mail

WORDS = "Many people find that small things help when a night is long and the clock is loud. "


def make_mail(inside="", *, subject="A calm subject", text=WORDS * 2, preheader="And more"):
    """A mail in order, but for what stands `inside` its body."""
    html = (
        f'<html lang="en-AU"><head><title>x</title></head><body><h1>Title</h1>{inside}'
        f'<p><a href="{UNSUBSCRIBE}">Leave the list</a></p></body></html>'
    )
    return Mail(Content(subject, f"{text}\n{UNSUBSCRIBE}\n", html), preheader)


def said(check, mail):
    """Return the findings of a check as one text."""
    return " ".join(finding.text for finding in check(mail))
