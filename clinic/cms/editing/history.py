"""Log entries in the page history for findings that an editor has read."""

from typing import Any

from django.http import HttpRequest
from wagtail.log_actions import LogFormatter, log

from clinic.cms.editing.forms import HAVE_READ, goes_out
from clinic.cms.editing.lint import check

READ = "pages.findings_read"


class FindingsRead(LogFormatter):
    label = "Read the notes"

    def format_message(self, log_entry: Any) -> str:
        words = ", ".join(f"“{w}”" for w in log_entry.data.get("words", []) if w)
        return f"Let out with notes read: {words}" if words else "Let out with notes read"


def keep(request: HttpRequest, page: Any) -> None:
    """Log that the user published or submitted the page with findings, and their words."""
    if request.POST.get(HAVE_READ) and goes_out(request.POST, page):
        words = [finding.words or finding.where for finding in check(page)]
        log(page, READ, user=request.user, data={"words": words}, revision=page.latest_revision)
