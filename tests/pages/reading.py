"""Reading a page as a person or a browser does."""

import re
from html.parser import HTMLParser

#: Elements without an end tag.
VOID = {"meta", "link", "input", "br", "img", "hr", "source", "circle", "rect"}


class Document(HTMLParser):
    """Text of a part of a page, its tags with their attributes, and its headings."""

    def __init__(self, html: str, within: str = "") -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._pieces: list[str] = []
        self._within, self._depth, self._skip = within, 0 if within else 1, 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag == self._within:
            self._depth += 1
        if tag in ("script", "style"):
            self._skip += 1
        self._pieces.append(" ")

    def handle_endtag(self, tag):
        if tag == self._within:
            self._depth -= 1
        if tag in ("script", "style"):
            self._skip -= 1
        self._pieces.append(" ")

    def handle_data(self, data):
        if self._depth and not self._skip:
            self._pieces.append(data)

    @property
    def text(self) -> str:
        """The words, one space between each."""
        return words("".join(self._pieces))

    def attributes(self, tag: str, name: str) -> list[str]:
        return [attrs[name] for found, attrs in self.tags if found == tag and name in attrs]

    @property
    def heading_levels(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch(r"h[1-6]", tag)]


def words(text: str) -> str:
    """One space between words, none before punctuation that a tag set apart."""
    return re.sub(r" (?=[.,:;?!)])", "", " ".join(text.split()))


def read(response, within: str = "") -> Document:
    return Document(response.content.decode(), within)
