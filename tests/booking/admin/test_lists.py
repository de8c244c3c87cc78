"""The desk's first page, the list and the search."""

import pytest
from django.utils import timezone

from booking import emails
from booking.models import AppointmentRequest
from clinic.models import OutgoingEmail
from tests.booking.admin.desk import LIST, SEARCH, at, take, text_of
from tests.booking.factories import make_clinician, make_request, make_staff

pytestmark = pytest.mark.django_db


def test_list_shows_open_requests_safety_first_then_oldest(client, reception):
    first, second = make_request(), make_request()
    unsafe = make_request(safe_now="no")
    ended = make_request()
    AppointmentRequest.objects.filter(pk=ended.pk).update(state="spam")
    page = text_of(client.get(LIST))
    places = [page.index(r.reference) for r in (unsafe, first, second)]
    assert places == sorted(places)
    assert ended.reference not in page
    assert "Safety: read now" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("show=spam", False), ("show=all", True), ("show=nonsense", True), ("safety=flagged", False),
     ("kind=new_client", True), ("kind=assessment", False), ("p=9999", None)],
)  # fmt: skip
def test_filters(client, reception, query, found):
    asked = make_request()
    response = client.get(f"{LIST}?{query}", follow=True)
    assert response.status_code == 200
    if found is not None:
        assert (asked.reference in text_of(response)) is found


@pytest.mark.parametrize("query", ["name__startswith=S", "email=x%00", "answers__reason=x"])
def test_address_is_no_search_for_people(client, reception, query):
    assert client.get(f"{LIST}?{query}").status_code == 400


@pytest.mark.parametrize("kind", emails.TO_CLIENT)
@pytest.mark.parametrize(
    "lost", [{"state": "failed"}, {"problem": "bounced", "problem_at": timezone.now()}]
)
def test_mail_to_the_client_that_was_lost_shows(client, reception, kind, lost):
    """Pitfall 9: refused at once, or reported by the provider later."""
    asked = make_request()
    OutgoingEmail.objects.filter(kind="booking/receipt").update(kind=kind, **lost)
    assert "Mail problem" in text_of(client.get(LIST))
    assert "Mail problem" in text_of(client.get(at(asked)))


def test_mail_to_staff_or_an_old_address_is_no_problem_of_the_client(client, reception):
    asked = make_request()
    OutgoingEmail.objects.filter(kind="booking/notice").update(state="failed")
    OutgoingEmail.objects.filter(kind="booking/receipt").update(state="failed", to="old@x.example")
    assert "Mail problem" not in text_of(client.get(LIST))
    assert "Mail problem" not in text_of(client.get(at(asked)))


def test_timeline_says_what_became_of_a_mail(client, reception):
    asked = make_request()
    OutgoingEmail.objects.filter(kind="booking/receipt").update(
        problem="bounced", problem_at=timezone.now()
    )
    assert "Came back: the address does not work" in text_of(client.get(at(asked)))


@pytest.mark.parametrize("term", ["Sample P", "client@example.org", "02 5550 0199"])
def test_search_finds_without_a_name_in_the_address(client, reception, term):
    asked = make_request(phone="0255500199")
    response = client.post(SEARCH, {"term": term})
    assert asked.reference in text_of(response)
    assert asked.reference in text_of(client.get(LIST, {"q": term}))
    assert asked.reference not in text_of(client.post(SEARCH, {"term": "Nobody"}))


@pytest.mark.parametrize("term", ["", "\0", "x" * 100_000, "😀", "<script>alert(1)</script>"])
def test_search_survives_anything(client, reception, term):
    response = client.post(SEARCH, {"term": term})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


# --- The desk's first page


def test_desk_counts_what_waits(client, reception):
    make_request(safe_now="no")
    take(client, make_request())
    page = " ".join(text_of(client.get("/admin/")).split())
    assert "<strong>1</strong> new" in page
    assert "<strong>1</strong> in review" in page
    assert "not safe or unsure" in page


@pytest.mark.parametrize("role", ["Clinician", "Sender"])
def test_desk_counts_are_for_reception_only(client, role):
    client.force_login(make_staff(role))
    assert "not safe or unsure" not in text_of(client.get("/admin/"))


def test_lead_keeps_clinicians_and_never_deletes_them(client):
    clinician = make_clinician()
    client.force_login(make_staff("Lead"))
    address = f"/admin/booking/clinician/{clinician.pk}/"
    assert client.get(f"{address}change/").status_code == 200
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403


def test_log_in_is_friendly_and_says_what_to_do(client):
    page = text_of(client.get("/admin/login/"))
    assert "<h1>Staff log-in</h1>" in page
    wrong = text_of(client.post("/admin/login/", {"username": "x", "password": "y"}))
    assert "<title>Error: Staff log-in" in wrong
    assert "do not fit together" in wrong


@pytest.mark.parametrize("address", [LIST, SEARCH, "/admin/", "/admin/login/"])
def test_desk_has_nothing_inline(client, reception, address):
    if address == "/admin/login/":
        client.logout()
    page = client.get(address).content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert "onclick" not in page
