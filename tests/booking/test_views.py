import re

import pytest
import time_machine
from django.test import Client

from booking.intake import submission
from booking.models import AppointmentRequest, Clinician
from booking.models.choices import Kind as RequestKind
from clinic import throttle
from clinic.models import ClinicDetails
from tests.booking.factories import (
    FOR_CHILD,
    KINDS,
    RECEIVED,
    address,
    filled,
    form_key,
    make_clinician,
    offer,
    page_of,
    send,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", KINDS)
def test_valid_form_ends_on_the_received_page(client, kind):
    response = send(client, kind)
    assert (response.status_code, response["Location"]) == (302, RECEIVED)
    stored = AppointmentRequest.objects.get()
    page = page_of(client.get(RECEIVED))
    assert stored.reference in page
    assert "client@example.org" in page
    assert "two working days" in page
    assert "13 11 14" in page


@pytest.mark.parametrize("kind", KINDS)
def test_form_as_rendered_works(client, kind):
    """Contract: what stands in the page, filled in and sent, is enough; no button has a name."""
    page = page_of(client.get(address(kind)))
    form = page[page.index('<form  class="request-form"') : page.index("Send request")]
    assert not re.search(r"<button[^>]*\bname=", form)
    names = set(re.findall(r'\bname="([^"]+)"', form))
    assert set(filled(kind, **FOR_CHILD)) | {"csrfmiddlewaretoken"} <= names
    key = re.search(r'name="form_key" value="([^"]+)"', form)[1]
    assert "novalidate" in page
    assert "placeholder=" not in form
    assert send(client, kind, form_key=key).status_code == 422  # far too fast
    earlier = form_key(kind, age=3)
    assert send(client, kind, form_key=earlier).status_code == 302


@pytest.mark.parametrize("ahead", [60, 3600, 400 * 86_400])
def test_fault_26_form_from_the_future_is_not_too_fast(client, ahead):
    """Its clock was set back since, or another machine's is ahead."""
    key = form_key(RequestKind.NEW_CLIENT, age=-ahead)
    assert send(client, form_key=key).status_code == 302


@pytest.mark.parametrize("age", [3, 3600, 30 * 3600])
def test_slow_form_is_welcome(client, age):
    assert send(client, form_key=form_key(RequestKind.NEW_CLIENT, age=age)).status_code == 302


@time_machine.travel(
    "2026-01-05T09:00Z", tick=False
)  # a slow machine must not be taken for a slow reader
def test_form_sent_too_fast_keeps_all_and_works_again(client):
    key = form_key(RequestKind.NEW_CLIENT, age=0)
    response = send(client, form_key=key, reason="All kept")
    assert response.status_code == 422
    assert "Nothing you wrote is lost" in page_of(response)
    assert "All kept" in page_of(response)
    fresh = re.search(r'name="form_key" value="([^"]+)"', page_of(response))[1]
    assert fresh != key  # Fault 26: whatever was wrong with the old one
    assert not AppointmentRequest.objects.exists()


@pytest.mark.parametrize(
    "key",
    ["", "forged", None, form_key(RequestKind.ASSESSMENT)],
    ids=["empty", "forged", "missing", "of-another-form"],
)
def test_form_without_its_key_gets_a_new_one(client, key):
    response = send(client, form_key=key, reason="All kept")
    assert response.status_code == 422
    assert "All kept" in page_of(response)
    fresh = re.search(r'name="form_key" value="([^"]+)"', page_of(response))[1]
    assert fresh != key


@pytest.mark.parametrize("kind", KINDS)
def test_reading_changes_nothing(client, kind):
    """Contract, promise 1."""
    for method in (client.get, client.head):
        assert method(address(kind)).status_code == 200
        assert method(RECEIVED).status_code == 200
    assert not AppointmentRequest.objects.exists()
    assert client.put(address(kind)).status_code == 405
    assert client.post(RECEIVED).status_code == 405


@pytest.mark.parametrize("path", [*map(address, KINDS), RECEIVED])
def test_answers_stay_out_of_every_cache(client, path):
    assert "no-store" in client.get(path)["Cache-Control"]


def test_csrf_token_is_needed():
    client = Client(enforce_csrf_checks=True)
    assert send(client).status_code == 403
    assert not AppointmentRequest.objects.exists()


def test_title_says_error_first(client):
    assert "<title>New client: " in page_of(client.get(address(RequestKind.NEW_CLIENT)))
    assert "<title>Error: New client: " in page_of(send(client, name=""))


def test_therapy_comes_along(client, monkeypatch):
    offer(monkeypatch, "therapy", "sample-therapy", "Sample therapy")
    page = page_of(client.get(address(RequestKind.NEW_CLIENT) + "?therapy=sample-therapy"))
    assert '<option value="sample-therapy" selected>' in page
    send(client, therapy="sample-therapy")
    stored = AppointmentRequest.objects.get()
    assert (stored.therapy_slug, stored.therapy_title) == ("sample-therapy", "Sample therapy")


@pytest.mark.parametrize(("active", "chosen"), [(True, 1), (False, 0)])
def test_clinician_comes_along_if_people_can_ask_for_them(client, active, chosen):
    Clinician.objects.create(name="Sample person", slug="sample", active=active)
    page = page_of(client.get(address(RequestKind.NEW_CLIENT) + "?clinician=sample"))
    assert page.count('<option value="sample" selected>') == chosen


@pytest.mark.parametrize("slug", ["unknown", "%00", "<script>", "x" * 5000, "%F0%9F%98%80"])
@pytest.mark.parametrize("kind", KINDS)
def test_unknown_therapy_is_ignored(client, kind, slug):
    response = client.get(address(kind) + f"?therapy={slug}")
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().split("</head>")[1].split("<footer")[0]


def test_clinician_is_asked_for_by_slug(client):
    clinician, gone = make_clinician(), make_clinician()
    gone.active = False
    gone.save()
    assert send(client, clinician=clinician.slug).status_code == 302
    assert AppointmentRequest.objects.get().clinician == clinician
    assert send(Client(), clinician=gone.slug).status_code == 422


@pytest.mark.parametrize(("answer", "flag"), [("yes", False), ("unsure", True), ("no", True)])
def test_safety_lifts_and_never_blocks(client, answer, flag):
    assert send(client, safe_now=answer).status_code == 302
    assert AppointmentRequest.objects.get().safety_flag is flag


@pytest.mark.parametrize(("answer", "urgent"), [("yes", False), ("unsure", True), ("no", True)])
def test_crisis_lines_stand_out_when_needed(client, answer, urgent):
    page = page_of(send(client, safe_now=answer, name=""))
    assert ("safety is-urgent" in page) is urgent
    assert page.count("tel:131114") >= 2


def test_filled_trap_is_stored_and_marked(client):
    """A password manager may fill it, so the request is stored all the same."""
    assert send(client, homepage="https://example.org").status_code == 302
    assert AppointmentRequest.objects.get().looks_automatic


def test_request_for_a_child_keeps_both_people(client):
    send(client, **FOR_CHILD)
    stored = AppointmentRequest.objects.get()
    assert (stored.client_name, stored.relationship) == ("Sample Child", "mother")
    assert str(stored.client_date_of_birth) == "2015-04-03"


def test_request_for_oneself_keeps_nothing_of_others(client):
    send(client, **FOR_CHILD | {"for_whom": "self"})
    stored = AppointmentRequest.objects.get()
    assert (stored.client_name, stored.relationship) == ("", "")
    assert stored.client_date_of_birth is None


def test_half_a_wish_is_a_wish(client):
    send(client, wish_1_day="tue", wish_2_part="morning")
    assert AppointmentRequest.objects.get().wishes == ["Tuesday, any time", "Any day, morning"]


def test_over_the_limit_keeps_the_form(client, monkeypatch):
    monkeypatch.setattr(submission, "PER_NETWORK", 0)
    response = send(client, reason="All kept")
    assert response.status_code == 429
    assert response["Retry-After"]
    page = page_of(response)
    assert "All kept" in page
    assert ClinicDetails.current().phone in page
    assert not AppointmentRequest.objects.exists()


def test_refused_form_counts_nothing(client, monkeypatch):
    counted = []
    monkeypatch.setattr(throttle, "allow", lambda *a, **k: counted.append(a) or True)
    send(client, name="")
    assert counted == []


@pytest.mark.parametrize("kind", KINDS)
def test_form_without_its_token_keeps_every_word_and_can_be_sent_again(kind):
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(address(kind), filled(kind, message="kept words"))
    page = response.content.decode()
    assert response.status_code == 403
    assert "kept words" in page
    assert "send it again" in page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    again = browser.post(address(kind), filled(kind, csrfmiddlewaretoken=token))
    assert again.status_code == 302


def test_assessment_page_brings_its_assessment_along(client, monkeypatch):
    offer(monkeypatch, "assessment", "adhd", "ADHD assessment")
    page = page_of(client.get(address(RequestKind.ASSESSMENT) + "?assessment=adhd"))
    assert '<option value="adhd" selected>' in page


@pytest.mark.parametrize("kind", KINDS)
def test_form_says_in_its_head_what_it_is(client, kind):
    page = client.get(address(kind)).content.decode()
    assert re.search(r'<meta name="description" content="[^"]{40,}">', page)


def test_mistakes_stand_first_and_say_that_nothing_was_sent(client):
    page = page_of(send(client, name=""))
    main = page[page.index("<main") :]
    assert main.index("Not sent yet") < main.index("<h1>")
    assert main.count("data-error-summary") == 1
    assert "data-error-summary" not in page_of(client.get(address(RequestKind.NEW_CLIENT)))
