"""The desk's first page, the list and the search."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from booking.admin import AppointmentRequestAdmin
from booking.desk import paging
from booking.mails import compose as compose
from booking.mails import undelivered
from booking.models import AppointmentRequest
from clinic.models import AccessLog, OutgoingEmail
from clinic.privacy import access_log
from tests.booking.desk.screens import LIST, SEARCH, at, take, text_of
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
    assert "Not safe" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("show=spam", False), ("show=all", True), ("show=nonsense", True), ("safety=flagged", False),
     ("kind=new_client", True), ("kind=assessment", False), ("p=9999", None),
     ("whose=nobody", True), ("whose=mine", False), ("source=web", True), ("source=phone", False),
     ("look=wrote", False), ("look=mail", False), ("look=follow-up", False), ("look=hold", False),
     ("clock=late", False), ("clock=stopped", False), ("clock=running", True),
     ("p=0", None), ("p=21", None), ("p=x", True), ("all=", True), ("o=1.-2", None)],
)  # fmt: skip
def test_filters(client, reception, query, found):
    appointment_request = make_request()
    response = client.get(f"{LIST}?{query}", follow=True)
    assert response.status_code == 200
    if found is not None:
        assert (appointment_request.reference in text_of(response)) is found


@pytest.mark.parametrize(
    ("columns", "query", "flag"),
    [
        ({"client_wrote_at": timezone.now()}, "look=wrote", "Word added, unread"),
        ({"mail_problem_at": timezone.now()}, "look=mail", "Mail problem"),
        ({"follow_up_on": timezone.localdate()}, "look=follow-up", "Follow up</span>"),
        ({"on_hold_since": timezone.now()}, "look=hold", "On hold</span>"),
        ({"answer_due_at": timezone.now()}, "clock=late", "Late since"),
        ({"clock_stopped_at": timezone.now()}, "clock=stopped", "Paused</span>"),
        ({"door": "waitlist"}, "whose=nobody", "Waiting list only"),
        ({"looks_automatic": True}, "show=new", "May be a machine"),
    ],
)
def test_row_says_what_to_look_out_for(client, reception, columns, query, flag):
    appointment_request = make_request()
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(**columns)
    page = text_of(client.get(f"{LIST}?{query}"))
    assert appointment_request.reference in page
    assert flag in page


def test_request_by_phone_is_marked(client, reception):
    appointment_request = make_request()
    columns = {"source": "phone", "entered_by": reception, "assigned_to": reception}
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(**columns)
    for query in ("source=phone", "whose=mine"):
        page = text_of(client.get(f"{LIST}?{query}"))
        assert "By phone</span>" in page
        assert f">{reception.username}</td>" in page


@pytest.mark.parametrize("address", [LIST, "/admin/", SEARCH])
def test_rows_show_initials_and_no_name(client, reception, address):
    appointment_request = make_request(name="Zuzanna Quill", reason="canary", email="q@zuz.example")
    answer = (
        client.post(address, {"term": appointment_request.reference}) if address == SEARCH else None
    )
    page = text_of(answer or client.get(address))
    assert ">ZQ</td>" in page
    assert not any(word in page for word in ("Zuzanna", "Quill", "canary", "zuz.example"))


def test_list_goes_page_by_page_and_never_counts_all(client, reception, monkeypatch):
    monkeypatch.setattr(AppointmentRequestAdmin, "list_per_page", 2)
    made = [make_request().reference for _ in range(5)]
    pages = [text_of(client.get(f"{LIST}?p={n}")) for n in (1, 2, 3)]
    assert [[r for r in made if r in page] for page in pages] == [made[:2], made[2:4], made[4:]]
    assert ["Next page" in page for page in pages] == [True, True, False]
    assert ["Page before" in page for page in pages] == [False, True, True]
    monkeypatch.setattr(paging, "MAX_PAGES", 2)
    assert "There are more" in text_of(client.get(f"{LIST}?p=2"))


def test_list_costs_the_same_however_long_it_is(client, reception):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    make_request()
    client.get(LIST)
    before = cost()
    for _ in range(3):
        appointment_request = make_request()
        AppointmentRequest.objects.filter(pk=appointment_request.pk).update(
            assigned_to=make_staff("Lead")
        )
    assert cost() == before <= 15


@pytest.mark.parametrize("query", ["name__startswith=S", "email=x%00", "answers__reason=x"])
def test_address_is_no_search_for_people(client, reception, query):
    assert client.get(f"{LIST}?{query}").status_code == 400


@pytest.mark.parametrize("kind", compose.CLIENT_KINDS)
@pytest.mark.parametrize(
    "lost", [{"state": "failed"}, {"problem": "bounced", "problem_at": timezone.now()}]
)
def test_mail_to_the_client_that_was_lost_shows(client, reception, kind, lost):
    """Pitfall 9: refused at once, or reported by the provider later."""
    appointment_request = make_request()
    OutgoingEmail.objects.filter(kind="booking/receipt").update(kind=kind, **lost)
    undelivered.record_problem(OutgoingEmail.objects.get(kind=kind))
    assert "Mail problem" in text_of(client.get(LIST))
    assert "Answer by email." not in text_of(client.get(at(appointment_request)))


def test_mail_to_staff_or_an_old_address_is_no_problem_of_the_client(client, reception):
    appointment_request = make_request()
    OutgoingEmail.objects.filter(kind="booking/notice").update(state="failed")
    OutgoingEmail.objects.filter(kind="booking/receipt").update(state="failed", to="old@x.example")
    for mail in OutgoingEmail.objects.all():
        undelivered.record_problem(mail)
    assert "Mail problem" not in text_of(client.get(LIST))
    assert "Mail problem" not in text_of(client.get(at(appointment_request)))


def test_timeline_says_what_became_of_a_mail(client, reception):
    appointment_request = make_request()
    OutgoingEmail.objects.filter(kind="booking/receipt").update(
        problem="bounced", problem_at=timezone.now()
    )
    assert "Came back: the address does not work" in text_of(client.get(at(appointment_request)))


@pytest.mark.parametrize("term", ["Sample P", "client@example.org", "02 5550 0199"])
def test_search_finds_without_a_name_in_the_address(client, reception, term):
    appointment_request = make_request(phone="0255500199")
    response = client.post(SEARCH, {"term": term})
    assert appointment_request.reference in text_of(response)
    assert appointment_request.reference in text_of(client.get(LIST, {"q": term}))
    assert appointment_request.reference not in text_of(client.post(SEARCH, {"term": "Nobody"}))


def test_what_a_search_finds_is_written_down_first(client, reception, monkeypatch):
    appointment_request, _other = make_request(), make_request(name="Else Where")
    client.post(SEARCH, {"term": "sample"})
    entry = AccessLog.objects.get(act="found")
    assert (entry.actor, entry.about) == (reception, appointment_request.about)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(access_log, "write", fail)
    client.raise_request_exception = False
    response = client.post(SEARCH, {"term": "sample"})
    assert response.status_code == 500
    assert appointment_request.reference not in text_of(response)


def test_search_wants_two_letters(client, reception):
    appointment_request = make_request()
    page = text_of(client.post(SEARCH, {"term": "s"}))
    assert "at least two letters" in page
    assert appointment_request.reference not in page
    assert not AccessLog.objects.filter(act="found").exists()


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
    assert "without a safety outcome" in page


@pytest.mark.parametrize("role", ["Clinician", "Sender"])
def test_desk_counts_are_for_reception_only(client, role):
    client.force_login(make_staff(role))
    assert "without a safety outcome" not in text_of(client.get("/admin/"))


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
