"""`{Lifeline}` in a text stands for the number that Clinic details give for Lifeline.

`{Lifeline text}` stands for its number for text messages. In pages a number becomes a link
that a phone can call. A line that Clinic details do not have is looked up in the reviewed
list; a name that nobody knows becomes the words `NO_NUMBER`, because somebody may need them.
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
#: No colon and no quotation mark: JSON and style sheets have braces of their own.
_NAME = r"\{(?!\s*\})((?:&[#\w]+;|[^{}<>:;\"&])+)\}"
PLACEHOLDER = re.compile(_NAME)
#: What is passed over whole or filled without a link, before what is filled with one.
_IN_PAGE = re.compile(
    r"(?P<skip><(script|style|template|textarea)\b.*?</\2>|<!--.*?-->)"
    rf"|(?P<plain><(a|title|button|option)\b.*?</\4>|<[^>]*>)|{_NAME}",
    re.DOTALL | re.IGNORECASE,
)

Number = tuple[str, str]  # as it is written, and where a link leads


def numbers() -> dict[str, Number]:
    """Every placeholder, in small letters, and what it stands for."""
    found: dict[str, Number] = {}
    for line in (*ClinicDetails.current().known_lines, *REVIEWED):
        for name in getattr(line, "names", (line.name,)):
            found.setdefault(key(name), (line.phone, line.phone_href))
            if line.text:
                found.setdefault(key(name) + TEXT, (line.text, line.text_href))
    return found


def unfilled_in(text: str, source: str = "") -> Iterator[str]:
    """The placeholders in a text that nothing is put in for.

    In rich text, its `source`, also those that begin plain and end bold.
    """
    if found := PLACEHOLDER.findall(text):
        whole = {_key(name) for name in PLACEHOLDER.findall(source or text)}
        known = numbers().keys() & whole
        yield from (name for name in found if _key(name) not in known)


def named_in(text: str) -> set[str]:
    """The placeholders in a text, as `key` writes them, without the word for text messages."""
    return {_key(name).removesuffix(TEXT) for name in PLACEHOLDER.findall(text)}


def fill(text: str) -> str:
    """Plain text with its placeholders filled."""
    if "{" not in text:
        return text
    known = numbers()
    return PLACEHOLDER.sub(lambda m: known.get(_key(m[1]), (NO_NUMBER, ""))[0], text)


def fill_page(html: str) -> str:
    """HTML with each number as a link, but inside of links and tags, where it is plain."""
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
    """Fill a finished page, whatever its template; for `add_post_render_callback`."""
    if isinstance(response, HttpResponse) and "html" in response.get("Content-Type", ""):
        html = response.content.decode(response.charset)
        response.content = fill_page(html).encode(response.charset)


def _link(number: str, href: str) -> str:
    return f'<a href="{escape(href)}">{escape(number)}</a>' if href else escape(number)


def _key(name: str) -> str:
    return key(unescape(name))
