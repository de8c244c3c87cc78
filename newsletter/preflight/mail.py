"""A composed mail, parsed once for all checks."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser

from django.conf import settings

from newsletter.issue.compose import UNSUBSCRIBE, Content

#: Elements without an end tag (HTML Living Standard, void elements).
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass(frozen=True)
class Finding:
    """`text` says what to do. With `is_stop` the issue cannot be prepared."""

    text: str
    is_stop: bool = True
    #: Whether the person who prepares the issue must confirm having read it.
    must_be_read: bool = False


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""  # including that of elements inside and alternative texts

    @property
    def style(self) -> dict[str, str]:
        """Return the declarations of the style attribute."""
        return declarations(self.attributes.get("style", ""))

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def visible_text(self) -> str:
        return " ".join(self.text.split())


@dataclass
class TextRun:
    """A run of text and the elements that contain it, the innermost last."""

    text: str
    ancestors: tuple[Element, ...]


@dataclass(frozen=True)
class Mail:
    content: Content
    preheader: str = ""
    #: Addresses in the footer that need no check; the issue's own works once it is sent.
    own_addresses: frozenset[str] = frozenset()

    @cached_property
    def _parsed(self) -> "_Parser":
        parser = _Parser()
        parser.feed(self.content.html)
        parser.close()
        return parser

    @property
    def elements(self) -> list[Element]:
        return self._parsed.elements

    @property
    def text_runs(self) -> list[TextRun]:
        return self._parsed.text_runs

    @property
    def style_sheet(self) -> str:
        """Return the content of style elements."""
        return self._parsed.style_sheet

    def find_all(self, *tags: str) -> Iterator[Element]:
        return (element for element in self.elements if element.tag in tags)

    @property
    def links(self) -> list[Element]:
        """Return the links without the placeholder of the unsubscribe link."""
        return [a for a in self.find_all("a") if a.attributes.get("href") != UNSUBSCRIBE]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.text_runs: list[TextRun] = []
        self.open_elements: list[Element] = []
        self.style_sheet = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag == "img":
            self._add_text(element.attributes.get("alt", ""))
        if tag not in VOID:
            self.open_elements.append(element)

    def handle_endtag(self, tag: str) -> None:
        names = [element.tag for element in self.open_elements]
        if tag in names:
            del self.open_elements[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self.open_elements and self.open_elements[-1].tag == "style":
            self.style_sheet += data
            return
        self._add_text(data)
        if data.strip():
            self.text_runs.append(TextRun(data, tuple(self.open_elements)))

    def _add_text(self, text: str) -> None:
        for element in self.open_elements:
            element.text += text


def declarations(css: str) -> dict[str, str]:
    """Parse declarations: "color:#fff !important" gives {"color": "#fff"}."""
    pairs = (
        declaration.partition(":")[::2] for declaration in css.split(";") if ":" in declaration
    )
    return {name.strip().lower(): value.replace("!important", "").strip() for name, value in pairs}


def is_ours(address: str) -> bool:
    """Whether an address is on this site."""
    return address == settings.SITE_URL or address.startswith(f"{settings.SITE_URL}/")
