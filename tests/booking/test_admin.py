from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from booking import emails
from booking.models import AppointmentRequest, IntakeAnswers, RequestEvent
from booking.models.choices import Kind
from clinic.models import OutgoingEmail
from tests.booking.factories import FOR_CHILD, make_clinician, make_request, make_staff

pytestmark = pytest.mark.django_db

LIST = "/admin/booking/appointmentrequest/"
SEARCH = f"{LIST}search/"


def at(asked, name="change", *args):
    return reverse(f"admin:booking_appointmentrequest_{name}", args=[asked.pk, *args])


def text_of(response):
    return unescape(response.content.decode())


@pytest.fixture
def reception(client):
    user = make_staff("Reception")
    client.force_login(user)
    return user


def take(client, asked, version=1, event="take"):
    return client.post(at(asked, "move", event), {"version": version})


# --- Lists


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


# --- One request


def test_request_is_readable_on_one_screen(client, reception):
    asked = make_request(
        **FOR_CHILD, phone="02 5550 0199", contact_preference="phone", message="Not on Mondays",
        wish_1_day="tue", wish_1_part="morning", preferred_name="Sam", safe_now="unsure",
    )  # fmt: skip
    page = text_of(client.get(at(asked)))
    for words in (
        "Sample Person", "Sample Child", "mother", "Do not leave a voice message.", "Ask for Sam",
        "Tuesday, morning", "Not on Mondays", "Sleep", "I am not sure", "I agree that",
        "Receipt to the client", "Safety: read now", "Take this request",
    ):  # fmt: skip
        assert words in page


def test_opening_leaves_a_trace(client, reception):
    asked = make_request()
    client.get(at(asked))
    event = asked.events.get(kind="opened")
    assert (event.actor, event.actor_kind) == (reception, "staff")
    assert f"{reception.username}, 2 times" in text_of(client.get(at(asked)))


def test_words_are_not_shown_if_the_trace_cannot_be_written(client, reception, monkeypatch):
    asked = make_request(reason="canary")

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(RequestEvent, "save", fail)
    client.raise_request_exception = False
    response = client.get(at(asked))
    assert response.status_code == 500
    assert b"canary" not in response.content


def test_answer_that_cannot_be_opened_is_said(client, reception):
    asked = make_request(reason="canary")
    IntakeAnswers.objects.filter(pk=asked.pk).update(reason=b"x" * 60)
    response = client.get(at(asked))
    assert response.status_code == 200
    assert "cannot be opened" in text_of(response)


def test_scripts_of_clients_are_shown_as_text(client, reception):
    """Stored XSS: every free field."""
    attack = "<script>alert(1)</script>"
    asked = make_request(
        Kind.NEW_CLIENT, **FOR_CHILD | {"client_name": attack, "relationship": attack},
        name=attack, preferred_name=attack, reason=attack, message=attack,
    )  # fmt: skip
    client.post(at(asked, "note"), {"text": attack, "key": asked.form_key})
    for response in (
        client.get(at(asked)),
        client.get(LIST),
        client.post(SEARCH, {"term": attack}),
    ):
        assert b"<script>alert" not in response.content
    assert b"&lt;script&gt;alert" in client.get(at(asked)).content


def test_move_changes_state_and_says_so(client, reception):
    asked = make_request()
    response = client.post(at(asked, "move", "take"), {"version": 1}, follow=True)
    assert "is now: In review" in text_of(response)
    asked.refresh_from_db()
    assert asked.state == "in_review"


def test_button_pressed_twice_is_one_move(client, reception):
    """Contract, promise 1."""
    asked = make_request()
    assert [take(client, asked).status_code for _ in range(2)] == [302, 302]
    assert asked.events.filter(kind="moved").count() == 1


def test_stale_page_is_refused(client, reception):
    """Pitfall 24."""
    asked = make_request()
    client.force_login(make_staff("Reception"))
    take(client, asked)
    client.force_login(reception)
    response = take(client, asked, event="mark_spam")
    assert response.status_code == 409
    assert "Nothing was changed" in text_of(response)
    asked.refresh_from_db()
    assert asked.state == "in_review"


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 40])
def test_move_without_a_version_is_refused(client, reception, version):
    asked = make_request()
    assert take(client, asked, version=version).status_code == 400
    assert take(client, asked, version=1, event="no-such").status_code == 409


def test_reading_changes_nothing(client, reception):
    """Contract, promise 1: no state moves by GET, no field is editable."""
    asked = make_request()
    assert client.get(at(asked, "move", "take")).status_code == 405
    assert client.get(at(asked, "note")).status_code == 405
    assert client.post(at(asked), {"state": "spam"}).status_code == 405
    asked.refresh_from_db()
    assert (asked.state, asked.version) == ("new", 1)
    page = text_of(client.get(at(asked)))
    assert 'name="state"' not in page


def test_note_is_kept_once(client, reception):
    asked = make_request()
    data = {"text": "Rang at noon", "key": asked.form_key}
    for _ in range(2):
        assert client.post(at(asked, "note"), data).status_code == 302
    assert asked.events.get(kind="noted").note == "Rang at noon"
    assert "Rang at noon" in text_of(client.get(at(asked)))


@pytest.mark.parametrize("text", ["", "  ", "x" * 5001, "a\0b"])
def test_bad_note_is_shown_again(client, reception, text):
    asked = make_request()
    response = client.post(at(asked, "note"), {"text": text, "key": asked.form_key})
    assert response.status_code == 422
    assert not asked.events.filter(kind="noted").exists()


def test_nothing_is_added_or_deleted_here(client, reception):
    asked = make_request()
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{asked.pk}/delete/", {"post": "yes"}).status_code == 403
    assert AppointmentRequest.objects.exists()


# --- Who may


@pytest.mark.parametrize(
    ("role", "status"),
    [("Reception", 200), ("Lead", 200), ("Owner", 200), ("Clinician", 403), ("Sender", 403)],
)
def test_who_may_open_a_request(client, role, status):
    asked = make_request()
    client.force_login(make_staff(role))
    assert client.get(at(asked)).status_code == status
    expected = 302 if status == 200 else 403
    assert take(client, asked).status_code == expected
    response = client.post(at(asked, "note"), {"text": "x", "key": asked.form_key})
    assert response.status_code == expected


@pytest.mark.parametrize(("role", "status"), [("Clinician", 200), ("Sender", 403), ("Lead", 200)])
def test_who_may_open_the_list(client, role, status):
    client.force_login(make_staff(role))
    assert client.get(LIST).status_code == status
    assert client.post(SEARCH, {"term": "x"}).status_code == status


def test_nobody_is_shown_anything_without_log_in(client):
    asked = make_request()
    for address in (LIST, SEARCH, at(asked), at(asked, "move", "take"), at(asked, "note")):
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 302
            assert "/admin/login/" in response["Location"]


def test_clinician_reads_own_requests_only(client):
    user = make_staff("Clinician")
    own = make_request(clinician=make_clinician(user).slug, reason="Own words")
    other = make_request(clinician=make_clinician().slug)
    client.force_login(user)
    page = text_of(client.get(LIST))
    assert own.reference in page
    assert other.reference not in page
    found = text_of(client.post(SEARCH, {"term": "Sample"}))
    assert (own.reference in found, other.reference in found) == (True, False)
    assert client.get(at(other)).status_code == 403
    assert client.get(f"{LIST}999999/change/").status_code == 403
    page = text_of(client.get(at(own)))
    assert "Own words" in page
    assert "Take this request" not in page
    assert "Keep this note" not in page
    assert take(client, own).status_code == 403


@pytest.mark.parametrize("number", ["999999", "x", "9" * 40, "²"])
def test_request_that_is_not_there(client, reception, number):
    assert client.get(f"{LIST}{number}/change/").status_code in (403, 404)


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
