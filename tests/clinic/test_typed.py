"""What nobody sees is taken out of what people type; what a name needs stays."""

import pytest

from clinic.form_fields.typed import figures, one_line, visible

UNSEEN = [
    *("\u00ad", "\u034f", "\u061c", "\u180e", "\u200b", "\u200e", "\u200f", "\u2060", "\ufeff"),
    *("\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"),
    *("\u3164", "\ufff9", "\U000e0041"),
]


@pytest.mark.parametrize("unseen", [*UNSEEN, "\u200c", "\u200d", "\ufe0f"])
@pytest.mark.parametrize("where", ["{}ab", "a{}b", "ab{}", "{0}a{0}{0}b{0}"])
def test_fault_20_what_nobody_sees_is_taken_out(unseen, where):
    assert visible(where.format(unseen)) == "ab"
    assert one_line(where.format(unseen)) == "ab"


@pytest.mark.parametrize("unseen", UNSEEN)
def test_fault_20_name_in_another_writing_loses_it_too(unseen):
    assert one_line(f"{unseen}نیلو{unseen}فر 李{unseen}") == "نیلوفر 李"


@pytest.mark.parametrize(
    "name",
    ["نیک\u200cنام", "ක්\u200dෂේම", "葛\U000e0100城", "Zoë O'Brien-Smith", "Đặng Thị Hoa", "😀"],
)
def test_fault_20_what_a_name_needs_stays(name):
    assert one_line(name) == name


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("２７／１１／２０２６", "27/11/2026"),
        ("\u200e27/11/2026\u200f", "27/11/2026"),
        ("27\u201311\u20132026", "27-11-2026"),
        ("٢٧", "27"),
        ("०४१२", "0412"),
        ("２７\u3000", "27\u3000"),
        ("²", "²"),
    ],
)
def test_fault_21_digits_of_other_keyboards_are_digits(typed, plain):
    assert figures(typed) == plain
