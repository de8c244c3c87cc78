"""Removes invisible characters from text that people type or paste.

Text copied from mails, tables and chats may contain characters that are invisible or change the
direction of writing. They are removed instead of refused.
"""

import re
import unicodedata
from typing import Any

from django import forms

#: Unicode's Default_Ignorable_Code_Point (UAX 44), and annotation characters.
_JOINERS = "\u200c\u200d"
_VARIANTS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_ANYWHERE = re.compile(f"[{_UNSEEN}{_JOINERS}{_VARIANTS}]")
#: Persian, Indian and Japanese names need joiners and variation selectors after a letter.
_IN_WORDS = re.compile(f"[{_UNSEEN}]|(?<![^\x00-\x7f])[{_JOINERS}{_VARIANTS}]+")
_JOINER_AT_AN_END = re.compile(f"[{_JOINERS}]+(?=[\x00-\x7f]|$)")


def visible(text: str) -> str:
    """Remove all invisible characters; for addresses, dates, numbers, references."""
    return _ANYWHERE.sub("", text)


def figures(text: str) -> str:
    """As `visible`, with digits, dashes and full-width characters converted to ASCII."""
    return "".join(map(_plain, visible(text)))


def _plain(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if "\uff01" <= character <= "\uff5e":  # full-width forms of ASCII
        return chr(ord(character) - 0xFEE0)
    return "-" if character in _DASHES else character


def one_line(text: str) -> str:
    """Return a name on one line without invisible characters, except joiners within words."""
    return " ".join(_JOINER_AT_AN_END.sub("", _IN_WORDS.sub("", text)).split())


def isolated(name: str) -> str:
    """Isolate a right-to-left name in plain text, so that it does not reorder other text.

    In HTML, use `<bdi>`.
    """
    is_right_to_left = any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in name)
    return f"\u2068{name}\u2069" if is_right_to_left else name


class LineField(forms.CharField):
    """A name or other text on one line."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return one_line(text) if isinstance(text, str) else text
