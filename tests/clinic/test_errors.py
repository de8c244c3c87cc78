import re
import sys

import pytest
from django.db import OperationalError
from django.http import UnreadablePostError
from django.test import Client

from clinic.crisis import CRISIS_LINES
from clinic.web import errors


def in_house_style(response):
    text = response.content.decode()
    assert "<h1" in text
    for line in CRISIS_LINES:
        assert line.phone_href in text
    assert "{{" not in text
    return text


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.forbidden, 403),
        (errors.csrf_failure, 403),
        (errors.not_found, 404),
        (errors.too_large, 413),
        (errors.too_many, 429),
        (errors.server_error, 500),
    ],
)
def test_page_needs_no_database_and_shows_who_helps(rf, view, status):
    # No database mark: a query would fail the test.
    response = view(rf.get("/"))
    assert response.status_code == status
    in_house_style(response)


def test_database_away_is_503_and_says_when_to_come_back(rf):
    try:
        raise OperationalError("server closed the connection")
    except OperationalError:
        response = errors.server_error(rf.get("/"))
    assert sys.exc_info()[1] is None
    assert response.status_code == 503
    assert response["Retry-After"]
    in_house_style(response)


@pytest.mark.django_db
def test_form_that_never_arrived_whole_is_no_fault_of_ours(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("booking.intake.views._send", raises(UnreadablePostError))
    response = client.post("/appointments/new-client/", {})
    assert response.status_code == 400
    in_house_style(response)


def raises(error):
    def fail(*args, **kwargs):
        raise error

    return fail


@pytest.mark.django_db
def test_form_without_its_token_gets_a_page_that_helps():
    response = Client(enforce_csrf_checks=True).post("/appointments/new-client/", {})
    assert response.status_code == 403
    in_house_style(response)


@pytest.mark.django_db
def test_view_that_loses_its_database_answers_503(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("anna@example.org")

    client.raise_request_exception = False
    monkeypatch.setattr("pages.routing.find", away)
    response = client.get("/therapies/")
    assert response.status_code == 503
    assert "anna" not in in_house_style(response)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/nowhere/", "/%00/", "/therapies/%F0%9F%98%80/", "/" + "a" * 3000 + "/"]
)
def test_unknown_address_is_404_with_help(client, path):
    response = client.get(path)
    assert response.status_code in (400, 404)
    assert re.search("tel:131114", in_house_style(response))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/cms/reports/aging-pages/?last_published_at=0001-01-01",
        "/cms/pages/?latest_revision_created_at_from=0001-01-01",
        "/cms/pages/?owner=99999999999999999999",
        "/cms/reports/site-history/?timestamp_before=99999-12-31",
    ],
)
def test_filter_that_no_database_can_hold_is_a_bad_question(admin_client, address):
    admin_client.raise_request_exception = False
    assert admin_client.get(address).status_code in (200, 400)
