"""A word of the person's own: sayable, short, and nothing that a stranger could misuse."""

import pytest
from django.core.exceptions import ValidationError

from booking import recognition_word
from booking.models import AppointmentRequest


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("wattle", "wattle"),
        ("  Elm   Street 12 ", "Elm Street 12"),
        ("O’Brien's dog", "O’Brien's dog"),
        ("金木犀", "金木犀"),
        ("e\u0301toile", "\u00e9toile"),
        ("🌿 wattle", "🌿 wattle"),
        ("wat\u200btle\u00ad", "wattle"),
        ("\u202eelttaw", "elttaw"),
        ("wat\ufe0ftle\U000e0041\u2800", "wattle"),
        ("\u200b\u3164", ""),
        ("", ""),
        ("wattle\n", "wattle"),
        ("a" * 40, "a" * 40),
    ],
)
def test_word_is_kept_without_what_nobody_sees(typed, kept):
    assert recognition_word.clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("wattle\r\nBcc: all@example.org", recognition_word.ONE_LINE),
        ("wattle\u2028tree", recognition_word.ONE_LINE),
        ("wat\x07tle", recognition_word.ONE_LINE),
        ("a" * 41, recognition_word.TOO_LONG),
        ("person@example.org", recognition_word.NO_ADDRESS),
        ("person＠example", recognition_word.NO_ADDRESS),
        ("example.org", recognition_word.NO_ADDRESS),
        ("example．org", recognition_word.NO_ADDRESS),
        ("example。org", recognition_word.NO_ADDRESS),
        ("exa\u200bmple.o\u00adrg", recognition_word.NO_ADDRESS),
        ("https://a", recognition_word.NO_ADDRESS),
        ("WWW wattle", recognition_word.NO_ADDRESS),
        ("<b>wattle", recognition_word.ONLY_LETTERS),
        ("{{ clinic }}", recognition_word.ONLY_LETTERS),
        ("wattle: tree", recognition_word.ONLY_LETTERS),
        ("1234", recognition_word.NOT_A_WORD),
        ("🌿", recognition_word.NOT_A_WORD),
        ("call 0400 123 456", recognition_word.NO_NUMBER),
        ("I know where you live", recognition_word.A_WORD),
    ],
)
def test_what_is_no_word_is_refused_and_says_what_to_do(typed, why):
    with pytest.raises(ValidationError) as refused:
        recognition_word.clean(typed)
    assert refused.value.messages == [why]


def test_column_holds_the_longest_word():
    column = AppointmentRequest._meta.get_field("recognition_word")
    assert column.max_length == recognition_word.MAX_LENGTH
