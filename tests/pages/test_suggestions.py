from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from pages import searching
from pages.searching import SearchResults
from pages.suggestions import suggestions
from tests.pages import factories
from tests.pages.reading import read


@pytest.fixture
def titles(db):
    return lambda path: [page.title for page in suggestions(path)]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/therapies/walkin-therapy/", "Walking Therapy"),
        ("/Walking_Therapies", "Walking Therapy"),
        ("/services/wt/", "Walking Therapy"),
        ("/prices/", "Fees"),
    ],
)
def test_suggestions_are_alike_in_address_or_hold_the_words(titles, path, title):
    factories.therapy("Walking Therapy", lead="Also called WT.")
    factories.standard("Fees", slug="what-it-costs")
    assert titles(path)[0] == title


@pytest.mark.parametrize(
    "path", ["/", "/wp-login.php", "/.env", "/%F0%9F", "/" + "a-" * 200, "/x y"]
)
def test_suggestions_are_not_looked_for_where_no_page_can_be(
    titles, path, django_assert_num_queries
):
    with django_assert_num_queries(0):
        assert titles(path) == []


def test_suggestions_are_looked_for_by_few_words(db, monkeypatch):
    asked = []
    monkeypatch.setattr(searching, "search", lambda query: asked.append(query) or SearchResults([]))
    suggestions("/one-two_three-four-five-six/")
    assert asked == ["one two three four"]


def test_suggestions_are_for_readers(titles):
    factories.standard("Fees", live=False)
    factories.standard("Fees past", expire_at=timezone.now() - timedelta(days=1))
    factories.standard("Fees private").view_restrictions.create(restriction_type="login")
    assert titles("/fees-all/") == []


def test_address_that_is_not_there_offers_pages_like_it(client, db):
    factories.therapy("Walking Therapy")
    response = client.get("/therapies/walkin-therapy/")
    assert response.status_code == 404
    assert "/therapies/walking-therapy/" in read(response).attributes("a", "href")
    assert b"walkin-therapy" not in response.content


def test_address_that_is_not_there_needs_no_database(rf, monkeypatch):
    def away():
        raise OperationalError

    monkeypatch.setattr("pages.suggestions.pages_for_readers", away)
    assert suggestions("/therapies/walkin-therapy/") == []
