"""Error pages help, carry the crisis lines and never ask the database."""

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from clinic import contact
from clinic.models import ClinicDetails
from clinic.web import errors
from tests.pages.reading import read

NAMES = ["400", "403", "csrf", "404", "405", "413", "429", "500", "503"]
LINES = {"tel:000", "tel:131114", "sms:0477131114", "tel:1300659467", "tel:139276"}


@pytest.fixture
def page(rf):
    def render(name):
        return errors.page(rf.get("/somewhere/"), 400, name)

    return render


@pytest.mark.parametrize("name", NAMES)
def test_error_page_needs_no_database_and_carries_crisis_lines(page, name):
    # No `db` fixture: any query would raise.
    document = read(page(name))
    links = set(document.attributes("a", "href"))
    assert LINES | {"tel:1800551800", "tel:1800737732"} <= links
    assert document.heading_levels == [1, 2]


@pytest.mark.parametrize("name", NAMES)
def test_error_page_asks_nothing_even_when_it_could(page, django_assert_num_queries, db, name):
    with django_assert_num_queries(0):
        page(name)


@pytest.mark.parametrize("name", ["400", "csrf", "413", "429", "500", "503"])
def test_error_page_of_a_sent_form_says_what_to_do(page, name):
    text = read(page(name), within="main").text
    assert "Go back one page" in text
    assert "often still there" in text


@pytest.mark.parametrize("name", ["csrf", "500", "503"])
def test_error_page_says_that_words_were_not_sent(page, name):
    assert "words were not sent" in read(page(name), within="main").text.lower()


def test_unknown_address_gets_our_page(client, db):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert b"We cannot find that page" in response.content


def test_database_away_is_said_with_503():
    request = RequestFactory().get("/")
    try:
        raise OperationalError
    except OperationalError:
        response = errors.server_error(request)
    assert response.status_code == 503
    assert response["Retry-After"] == "60"


@pytest.mark.parametrize("name", NAMES)
def test_error_page_is_not_for_search_engines(page, name):
    assert b'<meta name="robots" content="noindex">' in page(name).content


def test_pages_for_a_database_that_is_away_say_whom_to_phone(rf, db):
    ClinicDetails.objects.update_or_create(defaults={"phone": "02 5550 0123"})
    contact.store_phone()
    assert "02 5550 0123" in errors.page(rf.get("/"), 503, "503").content.decode()
