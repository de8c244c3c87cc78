"""The gate before sending: what is wrong with an issue, each finding as something to do.

A stop keeps an issue from being prepared; the rest is advice. Each check reads a
`Mail`, the issue as composed, and can be asked alone.
"""

from collections.abc import Callable, Iterator
from typing import Any

from newsletter.issue.compose import Content, compose, yours_address
from newsletter.preflight import (
    advertising,
    contrast,
    link_check,
    sender,
    structure,
    tracking,
    wording,
)
from newsletter.preflight.mail import Finding, Mail

__all__ = ["CHECKS", "Finding", "Mail", "findings", "findings_in", "kilobytes"]

#: In the order in which somebody would mend them.
CHECKS: tuple[Callable[[Mail], Iterator[Finding]], ...] = (
    sender.check_sender,
    sender.check_postal_address,
    sender.check_way_out,
    structure.check_language,
    structure.check_headings,
    structure.check_pictures,
    structure.check_size,
    structure.check_text,
    wording.check_subject,
    wording.check_preview_line,
    wording.check_names,
    wording.check_link_words,
    contrast.check_contrast,
    tracking.check_nothing_runs,
    tracking.check_pictures_are_ours,
    tracking.check_no_pixel,
    tracking.check_links_are_as_written,
    link_check.check_links_answer,
)


def findings(issue: Any) -> list[Finding]:
    """Everything found about an IssuePage, stops first. Asks other hosts about its links."""
    known = frozenset({issue.web_address, yours_address()})
    mail = Mail(compose(issue), issue.preheader, known)
    found = [*_about_the_page(issue), *findings_in(mail)]
    return sorted(found, key=lambda finding: not finding.is_stop)


def findings_in(mail: Mail) -> Iterator[Finding]:
    """What the checks say of one composed mail."""
    for check in CHECKS:
        yield from check(mail)


def kilobytes(content: Content) -> int:
    """The size of the HTML part in thousands of bytes, rounded up."""
    return -(-len(content.html.encode()) // 1000)


def _about_the_page(issue: Any) -> Iterator[Finding]:
    if not issue.live or issue.has_unpublished_changes:
        yield Finding("Publish the issue first: what is published is what is sent.")
    if not issue.body:
        yield Finding("Write at least one paragraph.")
    if any(block.block_type == "image" and block.value is None for block in issue.body):
        yield Finding("A picture is no longer in the library. Choose another, or take it out.")
    yield from advertising.check_words(issue)
