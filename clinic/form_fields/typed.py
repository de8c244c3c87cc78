"""What people type and paste, without what nobody sees.

Copied from mails, tables and chats, an address or a name brings characters along that are
drawn as nothing or turn the writing round. They are taken out, not blamed on the person.
"""

import re
import unicodedata
from typing import Any

from django import forms

#: Unicode's Default_Ignorable_Code_Point (UAX 44), and the marks around annotations.
_JOINERS = "\u200c\u200d"
_VARIANTS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_ANYWHERE = re.compile(f"[{_UNSEEN}{_JOINERS}{_VARIANTS}]")
#: Persian, Indian and Japanese names need joiners and variants, after a letter of theirs.
_IN_WORDS = re.compile(f"[{_UNSEEN}]|(?<![^\x00-\x7f])[{_JOINERS}{_VARIANTS}]+")
_JOINER_AT_AN_END = re.compile(f"[{_JOINERS}]+(?=[\x00-\x7f]|$)")


def visible(text: str) -> str:
    """For what has one spelling: addresses, days, numbers, references."""
    return _ANYWHERE.sub("", text)


def figures(text: str) -> str:
    """The same for numbers and days, with digits, dashes and wide signs as plain ones."""
    return "".join(map(_plain, visible(text)))


def _plain(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if "\uff01" <= character <= "\uff5e":  # wide forms of ASCII, as Asian keyboards write them
        return chr(ord(character) - 0xFEE0)
    return "-" if character in _DASHES else character


def one_line(text: str) -> str:
    """For names: on one line, without what turns the writing round; joiners of words stay."""
    return " ".join(_JOINER_AT_AN_END.sub("", _IN_WORDS.sub("", text)).split())


def isolated(name: str) -> str:
    """A name within a sentence that is no HTML: one written from the right turns nothing else.

    In templates `<bdi>` does it.
    """
    turns = any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in name)
    return f"\u2068{name}\u2069" if turns else name


class LineField(forms.CharField):
    """A name, or other words on one line."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return one_line(text) if isinstance(text, str) else text
