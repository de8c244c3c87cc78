"""Every page type as a reader gets it: one title, headings in order, a way back, an address."""

import gc
from itertools import pairwise

import pytest
from django.db import transaction
from django.test import Client

from clinic.models import ClinicDetails
from tests.pages.every_page import TYPES, EveryPage
from tests.pages.reading import read

each = pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")


@pytest.fixture(scope="module")
def shown(django_db_setup, django_db_blocker):
    """Page, answer and what was read of it, by type."""
    with django_db_blocker.unblock(), transaction.atomic():
        ClinicDetails.objects.update(phone="02 5550 0123", address="1 Sample Street")
        every = EveryPage(2)
        pages = {model: every.make(model) for model in TYPES}
        answers = {model: Client().get(page.get_url()) for model, page in pages.items()}
        found = {m: (page, answers[m], page.sections()) for m, page in pages.items()}
        transaction.set_rollback(True)
    # Wagtail leaves its temporary files to the collector: here, not in somebody else's test.
    gc.collect()
    return found


@each
def test_page_has_one_title_and_headings_in_order(shown, model):
    _, answer, _ = shown[model]
    assert answer.status_code == 200
    levels = read(answer).heading_levels
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels)), levels


@each
def test_page_shows_title_lead_and_the_day_of_its_review(shown, model):
    page, answer, _ = shown[model]
    text = read(answer, within="main").text
    assert getattr(page, "heading", page.title) in text
    assert page.lead in text
    assert "Last reviewed 23 November 2026" in text


@each
def test_page_says_its_address_and_the_way_back(shown, model):
    page, answer, _ = shown[model]
    html = answer.content.decode()
    assert f'<link rel="canonical" href="http://testserver{page.get_url()}">' in html
    assert ('aria-label="You are here"' in html) == (page.depth > 2)
    if page.depth > 2:
        trail = html[html.index('aria-label="You are here"') : html.index("<main")]
        assert '<a href="/">Home</a>' in trail
        assert f'<li aria-current="page">{page.title}</li>' in trail


@each
def test_every_part_on_the_list_is_a_heading_with_that_id(shown, model):
    _, answer, sections = shown[model]
    document = read(answer)
    headings = [a.get("id") for tag, a in document.tags if tag == "h2"]
    found = [section.anchor for section in sections]
    assert found == [heading for heading in headings if heading in found]


@each
def test_ids_are_unique(shown, model):
    ids = [attrs["id"] for _, attrs in read(shown[model][1]).tags if "id" in attrs]
    assert sorted(ids) == sorted(set(ids))


@each
def test_every_picture_has_its_size_and_its_words(shown, model):
    document = read(shown[model][1], within="main")
    for attributes in (attrs for tag, attrs in document.tags if tag == "img"):
        assert attributes["alt"].startswith("room-")
        assert {"width", "height"} <= set(attributes)
