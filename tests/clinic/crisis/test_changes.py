"""What counts as a change of the crisis lines, and what the reviewed list says of it."""

import pytest

from clinic.crisis.changes import between, digest

LIFELINE = {
    "id": 2, "name": "Lifeline", "phone": "13 11 14", "text": "0477 13 11 14", "note": "Anyone",
    "on_every_page": True,
}  # fmt: skip
KIDS = LIFELINE | {"id": 5, "name": "Kids Helpline", "phone": "1800 55 1800", "text": ""}
BOTH = [LIFELINE, KIDS]


@pytest.mark.parametrize(
    "after",
    [
        BOTH,
        [KIDS, LIFELINE],
        [LIFELINE | {"note": "Day and night"}, KIDS],
        [LIFELINE | {"phone": "131114"}, KIDS],
        [LIFELINE | {"name": "LIFELINE"}, KIDS],
    ],
)
def test_note_order_and_spaces_are_not_asked_about(after):
    assert between(BOTH, after) == []


@pytest.mark.parametrize(
    ("after", "words", "doubtful"),
    [
        ([LIFELINE | {"phone": "13 11 41"}, KIDS], "has 13 11 14 for Lifeline, not", True),
        ([LIFELINE | {"phone": "13 92 76"}, KIDS], "13 92 76 is the number of 13YARN", True),
        ([LIFELINE | {"text": "0477 13 11 41"}, KIDS], "has 0477 13 11 14 for Lifeline", True),
        ([LIFELINE | {"name": "Night line"}, KIDS], "13 11 14 is the number of Lifeline", True),
        ([*BOTH, KIDS | {"id": None, "name": "PANDA", "phone": "1300 726 306"}], "too", False),
        ([*BOTH, KIDS | {"id": None, "name": "Ours", "phone": "1800 000 111"}], "call it", True),
    ],
)
def test_new_number_is_held_against_the_reviewed_list(after, words, doubtful):
    (change,) = between(BOTH, after)
    assert words in change.advice[0].words
    assert change.is_doubtful is doubtful


@pytest.mark.parametrize("after", [[LIFELINE], [LIFELINE, KIDS | {"on_every_page": False}]])
def test_line_that_goes_is_a_change(after):
    (change,) = between(BOTH, after)
    assert change.name == "Kids Helpline"
    assert change.is_doubtful


def test_line_that_was_deleted_and_typed_anew_is_one_change():
    anew = LIFELINE | {"id": None, "phone": "13 11 41"}
    (change,) = between(BOTH, [KIDS, anew])
    assert (change.old, change.new) == (LIFELINE, anew)


def test_yes_is_to_these_changes_only():
    slips = ("13 11 41", "13 11 44")
    one, other = (digest(between(BOTH, [LIFELINE | {"phone": slip}, KIDS])) for slip in slips)
    assert one != other
