"""Check language, headings, pictures, size and the text part of a mail."""

import re
from collections.abc import Iterator
from itertools import pairwise

from newsletter.issue.compose import UNSUBSCRIBE
from newsletter.preflight.mail import Finding, Mail

#: Gmail shows the first 102 kB and hides the rest, with the unsubscribe link.
MOST_BYTES = 100_000
#: RFC 5322, 2.1.1: lines should have no more than 78 characters.
LONGEST_LINE = 78
FEWEST_WORDS = 15
MARKUP = re.compile(r"</?[a-z][^<>]*>|&[a-z]+;|&#\d+;|\{[{%].*?[}%]\}")


def check_language(mail: Mail) -> Iterator[Finding]:
    """The language must be declared for screen readers (WCAG 3.1.1)."""
    if not any(html.attributes.get("lang") for html in mail.find_all("html")):
        yield Finding("The mail does not say its language. Tell whoever runs the site.")


def check_headings(mail: Mail) -> Iterator[Finding]:
    """One main heading, no skipped level, no empty heading (WCAG 1.3.1)."""
    headings = list(mail.find_all("h1", "h2", "h3", "h4", "h5", "h6"))
    levels = [int(heading.tag[1]) for heading in headings]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield Finding("Begin with the title as the one main heading.")
    if any(second > first + 1 for first, second in pairwise(levels)):
        yield Finding("A heading skips a level. Use the heading block only.")
    if any(not heading.visible_text for heading in headings):
        yield Finding("A heading is empty. Write it, or take it out.")


def check_pictures(mail: Mail) -> Iterator[Finding]:
    """Pictures need an alternative text (WCAG 1.1.1)."""
    for number, picture in enumerate(mail.find_all("img"), start=1):
        alt = picture.attributes.get("alt")
        is_decorative = picture.attributes.get("data-decorative") is not None
        if alt is None or (not alt.strip() and not is_decorative):
            yield Finding(
                f"Say in words what picture {number} shows (Alt text), or mark it as decorative."
            )
        elif re.search(r"\.(jpe?g|png|webp|gif|avif)$|^(image|img|picture|photo)\b", alt, re.I):
            yield Finding(
                f"Picture {number} says “{alt}”. Say what it shows, as you would on the phone.",
                is_stop=False,
            )


def check_size(mail: Mail) -> Iterator[Finding]:
    size = len(mail.content.html.encode())
    if size > MOST_BYTES:
        yield Finding(
            f"Make it shorter: the mail has {-(-size // 1000)} kB, and Gmail hides what comes "
            f"after {MOST_BYTES // 1000}. Put the rest on a page and link to it."
        )


def check_text(mail: Mail) -> Iterator[Finding]:
    """The text part must be readable by itself."""
    text = mail.content.text
    if len(re.findall(r"\w+", text.partition("\n--\n")[0])) < FEWEST_WORDS:
        yield Finding("As plain text there is next to nothing to read. Write what pictures show.")
    if code := MARKUP.search(text):
        yield Finding(f"The plain text shows code: “{code[0][:40]}”. Take it out.")
    if any(len(line) > LONGEST_LINE and not _is_address(line) for line in text.splitlines()):
        yield Finding("A line of the plain text is too long. Shorten it.", is_stop=False)


def _is_address(line: str) -> bool:
    """Whether the line has an address, which is not wrapped."""
    return "://" in line or UNSUBSCRIBE in line
