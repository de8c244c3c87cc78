"""Check an issue before it is sent; each finding says what to do.

A finding that is a stop keeps the issue from being prepared; the others are advice. Each check
takes a `Mail`, the composed issue.
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

#: In the order in which an editor would fix them.
CHECKS: tuple[Callable[[Mail], Iterator[Finding]], ...] = (
    sender.check_sender,
    sender.check_postal_address,
    sender.check_unsubscribe_link,
    structure.check_language,
    structure.check_headings,
    structure.check_pictures,
    structure.check_size,
    structure.check_text,
    wording.check_subject,
    wording.check_preview_line,
    wording.check_sensitive_terms,
    wording.check_link_texts,
    contrast.check_contrast,
    tracking.check_no_active_content,
    tracking.check_pictures_are_ours,
    tracking.check_no_pixel,
    tracking.check_links_are_as_written,
    link_check.check_links_work,
)


def findings(issue: Any) -> list[Finding]:
    """Return all findings about an IssuePage, stops first. Requests its external links."""
    own_addresses = frozenset({issue.web_address, yours_address()})
    mail = Mail(compose(issue), issue.preheader, own_addresses)
    all_findings = [*_page_findings(issue), *findings_in(mail)]
    return sorted(all_findings, key=lambda finding: not finding.is_stop)


def findings_in(mail: Mail) -> Iterator[Finding]:
    """Yield the findings of all checks about one mail."""
    for check in CHECKS:
        yield from check(mail)


def kilobytes(content: Content) -> int:
    """The size of the HTML part in thousands of bytes, rounded up."""
    return -(-len(content.html.encode()) // 1000)


def _page_findings(issue: Any) -> Iterator[Finding]:
    if not issue.live or issue.has_unpublished_changes:
        yield Finding("Publish the issue first: what is published is what is sent.")
    if not issue.body:
        yield Finding("Write at least one paragraph.")
    if any(block.block_type == "image" and block.value is None for block in issue.body):
        yield Finding("A picture is no longer in the library. Choose another, or take it out.")
    yield from advertising.check_words(issue)
