from concurrent.futures import ThreadPoolExecutor

import pytest

from clinic.models import pages_for_readers
from pages import vocabulary as module
from pages.vocabulary import Vocabulary, indexed_texts, stem, vocabulary, words
from tests.pages import factories

KNOWN = Vocabulary(["Prices of therapy", "Depression and anxiety, the client’s only fee"])


def test_words_are_case_folded_and_end_at_the_apostrophe():
    assert words("Don’t worry: IPT's 16 sessions") == ["don", "worry", "ipt", "16", "sessions"]


def test_forms_of_a_word_share_its_stem():
    assert stem("pricing") == stem("prices")
    assert KNOWN.forms("therapies")["therapy"] == 1


def test_forms_hold_words_of_the_same_meaning_that_pages_hold():
    forms = KNOWN.forms("cost")
    assert set(forms) == {"prices", "fee"}
    assert forms["fee"] < KNOWN.forms("fee")["fee"]


def test_unfinished_word_answers_with_its_longer_forms():
    assert "depression" in KNOWN.forms("depr", is_prefix=True)
    assert KNOWN.forms("depr") == {}
    assert KNOWN.forms("de", is_prefix=True) == {}


@pytest.mark.parametrize(
    ("typed", "correction"),
    [
        ("depresion", "depression"),
        ("anxeity", "anxiety"),
        ("theripy", "therapy"),
        ("nxiety", "anxiety"),
        ("anxius", "anxious"),  # on no page, but leads to “anxiety”
        ("lonely", ""),  # a word of its own, not a slip of “only”
        ("cost", ""),  # answered by “prices”
        ("depr", ""),  # on its way to “depression”
        ("fee", ""),
        ("xyzzy", ""),
        ("fea", ""),
    ],
)
def test_correction_is_the_published_word_most_like_a_slip(typed, correction):
    assert KNOWN.correction(typed) == correction


def test_correction_is_the_word_that_more_pages_hold():
    assert Vocabulary(["slept", "sleep", "sleep"]).correction("sleap") == "sleep"


def test_correction_is_computed_once_and_few_are_cached(monkeypatch):
    monkeypatch.setattr("pages.vocabulary.MAX_CACHED", 2)
    known = Vocabulary(["Depression and sleep"])
    looked = []
    monkeypatch.setattr(known, "_most_similar", lambda word: looked.append(word) or "")
    for word in ("depresion", "depresion", "slepe", "slepp", "depresion"):
        known.correction(word)
    assert looked == ["depresion", "slepe", "slepp", "depresion"]


@pytest.mark.django_db
def test_vocabulary_follows_what_is_published(django_assert_num_queries):
    page = factories.standard("Zither")
    assert "zither" in vocabulary(pages_for_readers()).pages
    pages = pages_for_readers()
    with django_assert_num_queries(1):
        vocabulary(pages)
    page.title = "Cello"
    page.save_revision().publish()
    assert "cello" in vocabulary(pages_for_readers()).pages
    page.unpublish()
    assert "cello" not in vocabulary(pages_for_readers()).pages


@pytest.mark.django_db
def test_indexed_words_are_those_of_title_and_text():
    page = factories.standard("Zither", lead="Strings", body=factories.stream(("heading", "Bow")))
    (row,) = indexed_texts(pages_for_readers().filter(pk=page.pk))
    assert row.title == "Zither"
    assert "Strings" in row.body
    assert "Bow" in row.body


def test_fault_2_threads_do_not_spoil_each_others_stems():
    endings = ("s", "ed", "ing", "ational", "iveness", "fulness", "ousli", "ies")
    typed = [start + end for start in ("sleep", "worr", "relat", "hope") for end in endings]
    right = {word: stem.__wrapped__(word) for word in typed}

    def stem_all(_):
        return {word: stem.__wrapped__(word) for word in typed}

    with ThreadPoolExecutor(16) as threads:
        assert all(found == right for found in threads.map(stem_all, range(64)))


def test_fault_2_a_correction_is_given_while_others_are_removed_from_the_cache(monkeypatch):
    known = Vocabulary(["depression"])
    monkeypatch.setattr(module, "MAX_CACHED", 1)
    typed = ["depresion", "depressoin", "deppression", "depresssion"]
    with ThreadPoolExecutor(16) as threads:
        assert set(threads.map(known.correction, typed * 200)) == {"depression"}
