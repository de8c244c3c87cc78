"""A composed mail, read once for all checks."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser

from django.conf import settings

from newsletter.issue.compose import UNSUBSCRIBE, Content

#: Elements without an end (HTML Living Standard, void elements).
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass(frozen=True)
class Finding:
    """`text` says what to do. A stop keeps the issue from being prepared."""

    text: str
    is_stop: bool = True
    #: Advice that whoever prepares the issue says to have read.
    must_be_read: bool = False


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""  # with that of everything inside, and what its pictures say

    @property
    def style(self) -> dict[str, str]:
        """The declarations written in the tag."""
        return declarations(self.attributes.get("style", ""))

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


@dataclass
class Words:
    """A run of text and the elements around it, the innermost last."""

    text: str
    around: tuple[Element, ...]


@dataclass(frozen=True)
class Mail:
    content: Content
    preheader: str = ""
    #: Addresses the program itself puts in the foot; the issue's own opens once it is sent.
    known: frozenset[str] = frozenset()

    @cached_property
    def _read(self) -> "_Reader":
        reader = _Reader()
        reader.feed(self.content.html)
        reader.close()
        return reader

    @property
    def elements(self) -> list[Element]:
        return self._read.elements

    @property
    def words(self) -> list[Words]:
        return self._read.words

    @property
    def sheet(self) -> str:
        """What stands in style elements."""
        return self._read.sheet

    def all(self, *tags: str) -> Iterator[Element]:
        return (element for element in self.elements if element.tag in tags)

    @property
    def links(self) -> list[Element]:
        """Links but the personal one, which is nobody's yet."""
        return [a for a in self.all("a") if a.attributes.get("href") != UNSUBSCRIBE]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.words: list[Words] = []
        self.open: list[Element] = []
        self.sheet = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag == "img":
            self._say(element.attributes.get("alt", ""))
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        names = [element.tag for element in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].tag == "style":
            self.sheet += data
            return
        self._say(data)
        if data.strip():
            self.words.append(Words(data, tuple(self.open)))

    def _say(self, text: str) -> None:
        for element in self.open:
            element.text += text


def declarations(css: str) -> dict[str, str]:
    """ "color:#fff !important" as {"color": "#fff"}."""
    pairs = (each.partition(":")[::2] for each in css.split(";") if ":" in each)
    return {name.strip().lower(): value.replace("!important", "").strip() for name, value in pairs}


def is_ours(address: str) -> bool:
    """Whether an address is on this site."""
    return address == settings.SITE_URL or address.startswith(f"{settings.SITE_URL}/")
