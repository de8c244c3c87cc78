"""The text part of an issue, written from its blocks."""

import textwrap
from html.parser import HTMLParser
from typing import Any

WIDTH = 72


class _Parser(HTMLParser):
    """Editors' rich text (p, ul, ol, a, b, i, br) as lines of plain text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, str]] = []  # (list marker, text)
        self.text, self.marker = "", ""
        self.lists: list[int | None] = []
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.flush()
            self.marker = self._next_marker()
        elif tag == "p":
            self.flush()
        elif tag == "br":
            self.text += "\n"
        elif tag == "a":
            self.href = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.flush()
            self.lists.pop()
        elif tag in ("p", "li"):
            self.flush()
        elif tag == "a" and self.href:
            self.text += f" ({self.href})"
            self.href = ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def flush(self) -> None:
        if self.text.strip():
            self.parts.append((self.marker, self.text.strip()))
        self.text = self.marker = ""

    def _next_marker(self) -> str:
        number = self.lists[-1] if self.lists else None
        if number is None:
            return "- "
        self.lists[-1] = number + 1
        return f"{number + 1}. "


def _wrap(text: str, marker: str = "") -> str:
    lines = [
        textwrap.fill(
            line,
            WIDTH,
            initial_indent=marker if first else " " * len(marker),
            subsequent_indent=" " * len(marker),
            break_long_words=False,  # addresses are not wrapped
            break_on_hyphens=False,
        )
        for first, line in ((i == 0, line) for i, line in enumerate(text.splitlines()))
    ]
    return "\n".join(lines)


def from_html(html: str) -> str:
    """Convert rich text to paragraphs; list items are on consecutive lines."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    parser.flush()
    text, previous = "", ""
    for marker, part in parser.parts:
        separator = "\n" if marker and previous else "\n\n"
        text += (separator if text else "") + _wrap(part, marker)
        previous = marker
    return text


def from_block(block_type: str, value: Any, html: str, clinic: Any = None) -> str:
    """One block as text, empty if it has none; `html` is the block as rendered for mail."""
    form = _RENDERERS.get(block_type)
    return form(value, clinic) if form else from_html(html)


def _heading(value: str, _: Any) -> str:
    return f"{_wrap(value)}\n{'-' * min(len(value), WIDTH)}"


def _button(value: Any, _: Any) -> str:
    return f"{value['label']}:\n{value['address']}"


def _image(value: Any, _: Any) -> str:
    if value is None or value.decorative or not value.contextual_alt_text:
        return ""
    return _wrap(f"[Picture: {value.contextual_alt_text}]")


def _quote(value: Any, _: Any) -> str:
    words = "\n".join(_wrap(f"“{value['text']}”", "    ").splitlines())
    return f"{words}\n    ({value['who']})" if value["who"] else words


def _crisis_lines(_: Any, clinic: Any) -> str:
    lines = [_wrap(_crisis_line(line), "- ") for line in clinic.lines]
    return "\n".join(["If you cannot wait:", *lines])


def _crisis_line(line: Any) -> str:
    text = f" or text {line.text}" if line.text else ""
    note = f" ({line.note})" if line.note else ""
    return f"{line.name} {line.phone}{text}{note}"


_RENDERERS = {
    "heading": _heading,
    "button": _button,
    "divider": lambda *_: "* * *",
    "image": _image,
    "quote": _quote,
    "crisis_lines": _crisis_lines,
}
