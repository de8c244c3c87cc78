"""Listed words are named on every kind of page; nothing that is found is ever an all-clear."""

import pytest
from django.template.loader import render_to_string

from clinic.cms.editing.panels import notes
from clinic.models import ClinicDetails
from pages.models import StandardPage
from tests import advertising
from tests.pages.editing.test_lint import found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("text", "words"), advertising.ALL)
def test_listed_words_of_every_kind_are_named(text, words):
    assert words in [finding.words for finding in found(text)]


@pytest.mark.parametrize("text", advertising.FINE)
def test_words_that_look_alike_are_let_through(text):
    assert found(text) == []


@pytest.mark.parametrize("place", ["title", "lead", "seo_title", "search_description"])
def test_listed_words_are_named_wherever_readers_see_them(place):
    assert [f.words for f in found(**{place: "First session free"})] == ["First session free"]


@pytest.mark.parametrize("text", [text for text, _ in advertising.ALL] + advertising.FINE)
def test_notes_never_give_an_all_clear(text):
    page = StandardPage(title="A page", lead=f"{text} {'We go at your pace. ' * 20}")
    shown = render_to_string("clinic/editing/notes.html", notes(page))
    assert ("No listed words found. You still decide." in shown) == (text in advertising.FINE)
    assert "Nothing found" not in shown


def test_number_of_the_practice_beside_a_line_is_no_slip():
    ClinicDetails.objects.update(phone="02 5550 0123")
    assert found("Ring us, or Lifeline, on 02 5550 0123.") == []


def test_link_that_calls_another_number_than_it_says_stops():
    (finding,) = found('Call Lifeline on <a href="tel:131141">13 11 14</a>.')
    assert finding.stops
    assert "tel:131141" in finding.why or "131141" in finding.why
    assert found('Call Lifeline on <a href="tel:131114">13 11 14</a>.') == []


@pytest.mark.parametrize("text", ["Call {Lifelin}.", "Hello {name}", "Call {<b>Lifeline</b>}."])
def test_placeholder_that_nothing_is_put_in_for_stops(text):
    assert [finding.stops for finding in found(text)] == [True]


def test_each_place_is_named_once():
    assert [f.words for f in found("We specialise in trauma.")] == ["We specialise"]
