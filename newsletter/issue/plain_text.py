"""The text part of an issue: written line by line from its blocks, not stripped from HTML."""

import textwrap
from html.parser import HTMLParser
from typing import Any

WIDTH = 72


class _Reader(HTMLParser):
    """Editors' rich text (p, ul, ol, a, b, i, br) as lines of plain text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, str]] = []  # (what to put before the first line, text)
        self.text, self.mark = "", ""
        self.lists: list[int | None] = []
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.flush()
            self.mark = self._next_mark()
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
            self.parts.append((self.mark, self.text.strip()))
        self.text = self.mark = ""

    def _next_mark(self) -> str:
        number = self.lists[-1] if self.lists else None
        if number is None:
            return "- "
        self.lists[-1] = number + 1
        return f"{number + 1}. "


def _wrap(text: str, mark: str = "") -> str:
    lines = [
        textwrap.fill(
            line,
            WIDTH,
            initial_indent=mark if first else " " * len(mark),
            subsequent_indent=" " * len(mark),
            break_long_words=False,  # an address must stay whole
            break_on_hyphens=False,
        )
        for first, line in ((i == 0, line) for i, line in enumerate(text.splitlines()))
    ]
    return "\n".join(lines)


def from_html(html: str) -> str:
    """Rich text as paragraphs; items of one list stand on following lines."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.flush()
    text, previous = "", ""
    for mark, part in reader.parts:
        between = "\n" if mark and previous else "\n\n"
        text += (between if text else "") + _wrap(part, mark)
        previous = mark
    return text


def from_block(block_type: str, value: Any, html: str, clinic: Any = None) -> str:
    """One block as text, empty if it has none; `html` is the block as rendered for mail."""
    form = _FORMS.get(block_type)
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


_FORMS = {
    "heading": _heading,
    "button": _button,
    "divider": lambda *_: "* * *",
    "image": _image,
    "quote": _quote,
    "crisis_lines": _crisis_lines,
}
