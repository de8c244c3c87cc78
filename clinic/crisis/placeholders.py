"""Placeholders for crisis line numbers: `{Lifeline}` is replaced by the number of Lifeline.

`{Lifeline text}` is replaced by its number for text messages. In pages a number becomes a link
that a phone can call. Numbers come from Clinic details, then from the reviewed list; an unknown
name is replaced by `NO_NUMBER`, so that the sentence still makes sense.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from django.http import HttpResponse

from clinic.crisis import REVIEWED, key
from clinic.models.details import ClinicDetails

NO_NUMBER = "one of our crisis lines"
TEXT = " text"
#: Without colon and quotation mark, to exclude JSON and style sheets.
_NAME = r"\{(?!\s*\})((?:&[#\w]+;|[^{}<>:;\"&])+)\}"
PLACEHOLDER = re.compile(_NAME)
#: Parts to skip, parts to fill without links, then placeholders to fill with links.
_IN_PAGE = re.compile(
    r"(?P<skip><(script|style|template|textarea)\b.*?</\2>|<!--.*?-->)"
    rf"|(?P<plain><(a|title|button|option)\b.*?</\4>|<[^>]*>)|{_NAME}",
    re.DOTALL | re.IGNORECASE,
)

Number = tuple[str, str]  # text and link target


def numbers() -> dict[str, Number]:
    """Return the numbers by placeholder, in lower case."""
    numbers_by_key: dict[str, Number] = {}
    for line in (*ClinicDetails.current().known_lines, *REVIEWED):
        for name in getattr(line, "names", (line.name,)):
            numbers_by_key.setdefault(key(name), (line.phone, line.phone_href))
            if line.text:
                numbers_by_key.setdefault(key(name) + TEXT, (line.text, line.text_href))
    return numbers_by_key


def unfilled_in(text: str, source: str = "") -> Iterator[str]:
    """Yield the placeholders in a text that cannot be filled.

    With the `source` of rich text also those that markup interrupts.
    """
    if found := PLACEHOLDER.findall(text):
        whole = {_key(name) for name in PLACEHOLDER.findall(source or text)}
        known = numbers().keys() & whole
        yield from (name for name in found if _key(name) not in known)


def named_in(text: str) -> set[str]:
    """Return the lines named by placeholders in a text, in the form of `key`."""
    return {_key(name).removesuffix(TEXT) for name in PLACEHOLDER.findall(text)}


def fill(text: str) -> str:
    """Return plain text with its placeholders filled."""
    if "{" not in text:
        return text
    known = numbers()
    return PLACEHOLDER.sub(lambda m: known.get(_key(m[1]), (NO_NUMBER, ""))[0], text)


def fill_page(html: str) -> str:
    """Return HTML with placeholders filled by links; inside links and tags by plain numbers."""
    if not PLACEHOLDER.search(html):
        return html
    known = numbers()

    def put(match: re.Match[str]) -> str:
        if match["skip"]:
            return match[0]
        if match["plain"]:
            return PLACEHOLDER.sub(plain, match[0])
        return _link(*known.get(_key(match[5]), (NO_NUMBER, "")))

    def plain(match: re.Match[str]) -> str:
        found = known.get(_key(match[1]))
        return escape(found[0]) if found else match[0]

    return _IN_PAGE.sub(put, html)


def fill_response(response: Any) -> None:
    """Fill a rendered page; for `add_post_render_callback`."""
    if isinstance(response, HttpResponse) and "html" in response.get("Content-Type", ""):
        html = response.content.decode(response.charset)
        response.content = fill_page(html).encode(response.charset)


def _link(number: str, href: str) -> str:
    return f'<a href="{escape(href)}">{escape(number)}</a>' if href else escape(number)


def _key(name: str) -> str:
    return key(unescape(name))
