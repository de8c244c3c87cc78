"""What a mail is made of: language, headings, pictures, size, text part."""

import re
from collections.abc import Iterator
from itertools import pairwise

from newsletter.issue.compose import UNSUBSCRIBE
from newsletter.preflight.mail import Finding, Mail

#: Gmail shows the first 102 kB and hides the rest, with it the way out.
MOST_BYTES = 100_000
#: RFC 5322, 2.1.1: lines should have no more than 78 characters.
LONGEST_LINE = 78
FEWEST_WORDS = 15
CODE = re.compile(r"</?[a-z][^<>]*>|&[a-z]+;|&#\d+;|\{[{%].*?[}%]\}")


def check_language(mail: Mail) -> Iterator[Finding]:
    """A screen reader must know how to speak it (WCAG 3.1.1)."""
    if not any(html.attributes.get("lang") for html in mail.all("html")):
        yield Finding("The mail does not say its language. Tell whoever runs the site.")


def check_headings(mail: Mail) -> Iterator[Finding]:
    """One first heading, no level left out, none empty (WCAG 1.3.1)."""
    headings = list(mail.all("h1", "h2", "h3", "h4", "h5", "h6"))
    levels = [int(heading.tag[1]) for heading in headings]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield Finding("Begin with the title as the one main heading.")
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield Finding("A heading skips a level. Use the heading block only.")
    if any(not heading.words for heading in headings):
        yield Finding("A heading is empty. Write it, or take it out.")


def check_pictures(mail: Mail) -> Iterator[Finding]:
    """Many people read with pictures off, some cannot see them (WCAG 1.1.1)."""
    for number, picture in enumerate(mail.all("img"), start=1):
        alt = picture.attributes.get("alt")
        marked = picture.attributes.get("data-decorative") is not None
        if alt is None or (not alt.strip() and not marked):
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
    """The text part is a letter of its own: for watches, screen readers, careful people."""
    text = mail.content.text
    if len(re.findall(r"\w+", text.partition("\n--\n")[0])) < FEWEST_WORDS:
        yield Finding("As plain text there is next to nothing to read. Write what pictures show.")
    if code := CODE.search(text):
        yield Finding(f"The plain text shows code: “{code[0][:40]}”. Take it out.")
    if any(len(line) > LONGEST_LINE and not _is_address(line) for line in text.splitlines()):
        yield Finding("A line of the plain text is too long. Shorten it.", is_stop=False)


def _is_address(line: str) -> bool:
    """An address must stay whole, however long."""
    return "://" in line or UNSUBSCRIBE in line
