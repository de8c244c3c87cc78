"""The client's own page."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from booking import actions
from booking.models import AddedWord, Appointment, AppointmentRequest, State
from booking.transitions import Details
from clinic import contact
from clinic.models import ClinicDetails, OutgoingEmail
from tests.booking.factories import break_database, make_request, make_staff, send
from tests.booking.yours import YOURS, enter, hidden, press, text

pytestmark = pytest.mark.django_db


def test_acts_need_the_anti_forgery_token():
    """Pitfall 6."""
    client = Client(enforce_csrf_checks=True)
    enter(client, make_request())
    about = hidden(text(client.get(YOURS)), "add")
    response = client.post(f"{YOURS}add/", {"about": about, "words": "All kept"})
    assert response.status_code == 403
    assert "All kept" in text(response)
    assert not AddedWord.objects.exists()


def test_page_says_what_happens_and_shows_no_story(client):
    """Pitfall 17."""
    page = text(
        enter(
            client, make_request(reason="Canary story", email="canary@example.org", name="Canary")
        )
    )
    assert "A person reads it and answers you." in page
    assert "ca…@example.org" in page
    assert "Canary" not in page
    assert "canary@example.org" not in page
    assert 'content="noindex"' in page


def test_address_is_corrected_on_the_receipt(client):
    request = make_request()
    enter(client, request)
    response = press(client, "correct", email="right@example.org")
    assert response["Location"] == YOURS
    page = text(client.get(response["Location"]))
    assert "We have corrected it." in page
    assert "ri…@example.org" in page  # the new link came with the answer


@pytest.mark.parametrize(
    ("ticked", "preference", "rules"),
    [
        ({}, "email", (False, False, False)),
        ({}, "phone", (True, False, False)),
        ({}, "sms", (False, True, False)),
        ({"may_call": "on", "voicemail_ok": "on"}, "email", (True, False, True)),
    ],
)
def test_other_number_comes_with_its_own_rules(client, ticked, preference, rules):
    """A new number needs new permissions; the preferred way stays permitted."""
    old = {"phone": "02 5550 0123", "may_call": "on", "may_text": "on", "voicemail_ok": "on"}
    enter(client, make_request(contact_preference=preference, **old))
    assert press(client, "correct", phone="02 5550 0199", **ticked).status_code == 302
    appointment_request = AppointmentRequest.objects.get()
    assert (
        appointment_request.may_call,
        appointment_request.may_text,
        appointment_request.voicemail_ok,
    ) == rules
    assert appointment_request.phone_normalised == "+61255500199"


def test_other_address_leaves_the_rules_of_the_number(client):
    old = {"phone": "02 5550 0123", "may_call": "on", "voicemail_ok": "on"}
    enter(client, make_request(**old))
    press(client, "correct", email="right@example.org")
    appointment_request = AppointmentRequest.objects.get()
    assert (
        appointment_request.phone,
        appointment_request.may_call,
        appointment_request.voicemail_ok,
    ) == ("02 5550 0123", True, True)


@pytest.mark.parametrize(
    ("action", "data", "words"),
    [
        ("correct", {}, "Enter the right email address"),
        ("correct", {"email": "no"}, "like name@example.org"),
        ("correct", {"phone": "12"}, "with its area code"),
        ("correct", {"may_call": "on"}, "Enter the phone number we may call or text."),
        ("add", {"words": " "}, "Write what we should know."),
        ("withdraw", {"erase": "perhaps"}, "Tick the box or leave it empty."),
    ],
)
def test_mistake_says_what_to_do(client, action, data, words):
    enter(client, make_request())
    response = press(client, action, **data)
    assert response.status_code == 422
    page = text(response)
    assert "<title>Error: " in page
    assert page.count(words) == 2  # in the summary and at the field
    assert '<details class="act" open>' in page


def test_word_reaches_the_desk(client, admin_client):
    request = make_request()
    enter(client, request)
    press(client, "add", words="I can come on Monday")
    address = f"/admin/booking/appointmentrequest/{request.pk}/open/"
    page = text(admin_client.post(address, {"why": "triage"}))
    assert "I can come on Monday" in page
    assert "<strong>Word added by</strong> Client" in page


def test_withdrawn_page_offers_nothing_more(client):
    enter(client, make_request())
    response = press(client, "withdraw")
    page = text(client.get(response["Location"]))
    assert page.count("Your request is withdrawn.") == 1
    assert not any(f"{YOURS}{action}/" in page for action in ("correct", "add", "withdraw"))


def test_erasing_asks_once_more_and_takes_the_cookies_along(client):
    enter(client, make_request())
    appointment_request = text(press(client, "withdraw", erase="on"))
    assert AppointmentRequest.objects.get().state == State.NEW
    response = client.post(f"{YOURS}erase/", {"about": hidden(appointment_request, "erase")})
    assert not AppointmentRequest.objects.exists()
    done = client.get(response["Location"])
    assert "everything you wrote is erased" in text(done)
    assert {name: c.value for name, c in done.cookies.items()} == {"yours": "", "received": ""}


@pytest.mark.parametrize("path", [YOURS, "/appointments/received/"])
def test_page_says_that_our_mail_came_back_and_opens_the_form(client, path):
    send(client)
    assert "did not get through" not in text(client.get(path))
    OutgoingEmail.objects.filter(kind="booking/receipt").update(state="failed")
    page = text(client.get(path))
    assert "did not get through" in page
    assert '<details class="act" open>' in page
    assert "We are sending a short note" not in page


@pytest.mark.parametrize(("safe_now", "urgent"), [("yes", False), ("no", True)])
def test_who_is_not_safe_finds_help_first_and_once(client, safe_now, urgent):
    page = text(enter(client, make_request(safe_now=safe_now)))
    main = page[page.index("<main") : page.index("</main")]
    assert main.count("tel:131114") == 1
    assert (main.index("tel:131114") < main.index("Your reference")) == urgent


def test_mistake_stands_first_and_says_that_nothing_was_sent(client):
    enter(client, make_request())
    page = text(press(client, "add"))
    main = page[page.index("<main") :]
    assert main.index("Not sent yet") < main.index("<h1>")
    assert main.count("data-error-summary") == 1


def test_waiting_list_is_one_promise(client):
    request = make_request()
    AppointmentRequest.objects.update(door="waitlist")
    page = text(enter(client, request))
    assert "We have your request for our waiting list." in page
    assert "when a place is free" in page
    assert "answers you" not in page


def test_withdrawn_request_can_be_erased_from_its_page(client):
    enter(client, make_request())
    press(client, "withdraw")
    press(client, "erase")
    assert not AppointmentRequest.objects.exists()


def test_done_is_said_once_and_never_by_the_address(client):
    enter(client, make_request())
    assert "is erased" not in text(client.get(f"{YOURS}?done=erased"))
    press(client, "add", words="Monday")
    assert ["We have it." in text(client.get(YOURS)) for _ in "12"] == [True, False]


def test_page_of_words_tells_the_browser_not_to_keep_them(client):
    enter(client, make_request())
    form = re.search(r"<form[^>]*yours/add/[^>]*>", text(client.get(YOURS)))[0]
    assert 'autocomplete="off"' in form


def test_receipt_lets_a_wrong_address_be_corrected(client):
    send(client)
    page = text(client.get("/appointments/received/"))
    assert "client@example.org" in page
    about = hidden(page, "correct")
    response = client.post(f"{YOURS}correct/", {"about": about, "email": "right@example.org"})
    assert response["Location"] == YOURS
    assert AppointmentRequest.objects.get().email == "right@example.org"


def test_page_says_so_while_the_database_is_away(client, monkeypatch):
    enter(client, make_request())
    ClinicDetails.objects.update(phone="02 5550 0123")
    contact.store_phone()
    break_database(monkeypatch)
    response = client.get(YOURS)
    assert response.status_code == 503
    assert "02 5550 0123" in text(response)


def test_agreed_time_stands_on_the_page(client):
    """The mail says only that there is news, in neutral words."""
    by, appointment_request = make_staff("Reception"), make_request()
    appointment_request = actions.move(appointment_request, "take", by=by, seen_version=1)
    at = datetime(2026, 12, 1, 9, 30, tzinfo=ZoneInfo("Australia/Sydney"))
    agreed = Details(appointment=Appointment(starts_at=at, format="video"))
    appointment_request = actions.move(
        appointment_request, "book", by=by, seen_version=2, details=agreed
    )
    page = text(enter(client, appointment_request))
    assert "Tuesday 1 December, 9:30 am" in page
    assert "By video" in page
    actions.move(appointment_request, "reopen", by=make_staff("Lead"), seen_version=3)
    assert "9:30 am" not in text(client.get(YOURS))


def test_who_was_answered_is_not_told_that_we_are_late(client):
    appointment_request = make_request()
    late = timezone.now() - timedelta(days=30)
    AppointmentRequest.objects.update(created_at=late, answer_due_at=late)
    assert "We are late" in text(enter(client, appointment_request))
    AppointmentRequest.objects.update(answered_at=timezone.now())
    assert "We are late" not in text(client.get(YOURS))
