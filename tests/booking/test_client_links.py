"""How the link in a mail, the cookie behind it and a new link open the client's own page."""

import pytest
from django.test import Client

from booking.client_page import new_links
from booking.models import AppointmentRequest, ClientLink, State
from tests.booking.factories import break_database, make_request, send
from tests.booking.yours import YOURS, enter, hidden, text, token_of

pytestmark = pytest.mark.django_db


def test_token_is_swapped_for_a_clean_address(client):
    """Pitfall 16."""
    token = token_of(make_request())
    response = client.get(f"/appointments/r/{token}/")
    assert (response.status_code, response["Location"]) == (302, YOURS)
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    cookie = response.cookies["yours"]
    assert (cookie["httponly"], cookie["samesite"], token in cookie.value) == (True, "Lax", False)


@pytest.mark.parametrize("method", ["get", "head"])
def test_scanner_that_opens_every_link_changes_nothing(client, method):
    """Pitfall 6."""
    request = make_request()
    for path in (f"r/{token_of(request)}", "yours", "new-link"):
        getattr(client, method)(f"/appointments/{path}/", follow=True)
    for action in ("correct", "add", "withdraw"):
        assert getattr(client, method)(f"{YOURS}{action}/")["Location"] == YOURS
    assert getattr(client, method)(f"{YOURS}close/").status_code == 405
    request.refresh_from_db()
    assert (request.version, request.state) == (1, State.NEW)


def test_used_link_opens_again(client):
    """Pitfall 12."""
    token = token_of(make_request())
    for visitor in (client, Client()):
        assert visitor.get(f"/appointments/r/{token}/", follow=True).status_code == 200


@pytest.mark.parametrize("token", ["nonsense", "x" * 43, "%00", "a" * 3000])
def test_unknown_link_says_what_to_do(client, token, caplog):
    response = client.get(f"/appointments/r/{token}/")
    assert response.status_code == 404
    assert "Send me a new link" in text(response)
    assert token not in caplog.text or token == "%00"


def test_page_without_cookie_or_with_a_forged_one_opens_nothing(client):
    make_request()
    for cookie in ("", "1", "1:abc"):
        client.cookies["yours"] = cookie
        assert "does not open anything" in text(client.get(YOURS))


def test_fault_27_number_of_a_link_given_anew_opens_nothing(client):
    """After a backup is restored, the numbers of later links go to other people."""
    one, other = make_request(), make_request(email="other@example.org")
    about = hidden(text(enter(client, one)), "withdraw")
    number = one.links.last().pk
    one.delete()
    ClientLink.objects.create(pk=number, appointment_request=other, token_hash="0" * 64)
    for path in (YOURS, "/appointments/received/"):
        page = text(client.get(path))
        assert other.reference not in page
        assert "ot…@example.org" not in page
    response = client.post(f"{YOURS}withdraw/", {"about": about})
    assert response.status_code == 403
    other.refresh_from_db()
    assert other.state == State.NEW


def test_act_of_one_request_is_not_done_to_another(client):
    """Pitfall 14: two tabs, two requests, one cookie."""
    one, other = make_request(), make_request()
    enter(client, one)
    about_one = hidden(text(client.get(YOURS)), "withdraw")
    enter(client, other)
    response = client.post(f"{YOURS}withdraw/", {"about": about_one})
    assert response.status_code == 422
    assert not AppointmentRequest.objects.filter(state=State.WITHDRAWN).exists()
    again = client.post(f"{YOURS}withdraw/", {"about": hidden(text(response), "withdraw")})
    assert again.status_code == 302


def test_close_forgets_both_cookies_of_this_browser(client):
    send(client)
    client.post(f"{YOURS}close/")
    assert "does not open anything" in text(client.get(YOURS))
    assert "client@example.org" not in text(client.get("/appointments/received/"))


def test_looking_renews_the_cookie(client):
    enter(client, make_request())
    assert client.get(YOURS).cookies["yours"].value


def test_newer_link_to_the_same_request_takes_the_same_form(client):
    request = make_request()
    about = hidden(text(enter(client, request)), "add")
    enter(client, request)
    assert client.post(f"{YOURS}add/", {"about": about, "words": "Kept"}).status_code == 302


@pytest.mark.parametrize("address", ["client@example.org", "nobody@example.org"])
def test_new_link_says_the_same_for_every_address(client, address):
    """Pitfall 15."""
    make_request()
    response = client.post("/appointments/new-link/", {"email": address})
    assert response.status_code == 200
    assert "If there is an open request with this address" in text(response)
    assert address not in text(response)


def test_new_link_has_a_limit_for_a_network(client, monkeypatch):
    monkeypatch.setattr(new_links, "REQUESTS_PER_HOUR", 1)
    answers = [client.post("/appointments/new-link/", {"email": "a@example.org"}) for _ in "12"]
    assert [a.status_code for a in answers] == [200, 429]


def test_address_outlives_a_database_that_is_away(client, monkeypatch):
    break_database(monkeypatch)
    response = client.post("/appointments/new-link/", {"email": "client@example.org"})
    assert response.status_code == 503
    assert 'name="email" value="client@example.org"' in text(response)
