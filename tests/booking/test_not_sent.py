"""What the person typed on their own page is never lost, and never said to be sent when
it was not."""

import re

import pytest
from django.test import Client

from booking import actions
from booking.models import AddedWord, AppointmentRequest, ClientLink, RequestEvent
from tests.booking.factories import break_database, make_request, make_staff
from tests.booking.yours import YOURS, enter, hidden, press, text

pytestmark = pytest.mark.django_db


def fields_of(response):
    """What the form that is given back would send."""
    form = text(response).split('class="request-form"')[1]
    found = dict(re.findall(r'name="(\w+)"[^>]*? value="([^"]+)"', form))
    if words := re.search(r">([^<]*)</textarea>", form):
        found["words"] = words[1]
    return found


def assert_given_back(response, words):
    assert "<h1>Not sent" in text(response)
    assert "13 11 14" in text(response)
    assert words in fields_of(response).values()


@pytest.mark.parametrize("checked", [False, True], ids=["with-token", "stale-token"])
def test_words_outlive_a_database_that_is_away(monkeypatch, checked):
    client = Client(enforce_csrf_checks=checked)
    about = hidden(text(enter(client, make_request())), "add")
    with monkeypatch.context() as broken:
        break_database(broken)
        response = client.post(f"{YOURS}add/", {"about": about, "words": "All kept"})
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert_given_back(response, "All kept")
    assert client.post(f"{YOURS}add/", fields_of(response)).status_code == 302
    assert AddedWord.objects.get().read() == "All kept"


@pytest.mark.parametrize("checked", [False, True], ids=["with-token", "stale-token"])
def test_words_outlive_the_cookie(checked):
    client, request = Client(enforce_csrf_checks=checked), make_request()
    about = hidden(text(enter(client, request)), "add")
    del client.cookies["yours"]
    response = client.post(f"{YOURS}add/", {"about": about, "words": "All kept"})
    assert response.status_code == 403
    assert_given_back(response, "All kept")
    enter(client, request)  # the mail's link again, in another tab
    assert client.post(f"{YOURS}add/", fields_of(response)).status_code == 302
    assert AddedWord.objects.get().read() == "All kept"


def test_words_outlive_the_link(client):
    request = make_request()
    about = hidden(text(enter(client, request)), "add")
    ClientLink.objects.all().delete()
    response = client.post(f"{YOURS}add/", {"about": about, "words": "All kept"})
    assert_given_back(response, "All kept")


@pytest.mark.parametrize(
    ("action", "name", "typed"), [("add", "words", "All kept"), ("correct", "phone", "0255500123")]
)
def test_words_outlive_the_request_and_can_be_copied(client, action, name, typed):
    request = make_request()
    about = hidden(text(enter(client, request)), action)
    actions.move(request, "mark_spam", by=make_staff("Reception"), seen_version=1)
    response = client.post(f"{YOURS}{action}/", {"about": about, name: typed})
    assert response.status_code == 409
    assert_given_back(response, typed)
    assert "Send it again" not in text(response)


@pytest.mark.parametrize("key", ["nonsense", "of another"])
def test_words_outlive_a_key_that_is_no_good(client, key):
    other = AddedWord(appointment_request=make_request())
    other.put("Not mine")
    other.save()
    enter(client, make_request())
    press(client, "add", words="All kept", key=other.pk if key == "of another" else key)
    page = text(client.get(YOURS))
    assert "We have it." in page
    assert [word.read() for word in AddedWord.objects.all()] == ["Not mine", "All kept"]


def test_erased_twice_is_done_twice(client):
    enter(client, make_request())
    before = client.cookies["yours"].value
    about = hidden(text(press(client, "withdraw", erase="on")), "erase")
    ends = []
    for _ in range(2):
        client.cookies["yours"] = before
        client.post(f"{YOURS}erase/", {"about": about})
        ends.append("everything you wrote is erased" in text(client.get(YOURS)))
    assert ends == [True, True]


def test_corrected_twice_is_done_twice(client):
    about = hidden(text(enter(client, make_request())), "correct")
    before, data = client.cookies["yours"].value, {"about": about, "email": "right@example.org"}
    client.post(f"{YOURS}correct/", data)
    client.cookies["yours"] = before
    again = client.post(f"{YOURS}correct/", data)
    assert "were corrected a moment ago" in text(again)
    assert RequestEvent.objects.filter(kind="corrected").count() == 1


@pytest.mark.parametrize("action", ["erase", "correct"])
def test_link_that_ended_otherwise_did_nothing(client, action):
    """An old link must not hear that all is done, nor may a forged name of a request."""
    about = hidden(text(enter(client, make_request())), "correct")
    ClientLink.objects.all().delete()
    for name in (about, f"{about}x"):
        response = client.post(f"{YOURS}{action}/", {"about": name, "email": "right@example.org"})
        assert (response.status_code, "<h1>Not sent yet</h1>" in text(response)) == (403, True)
    assert AppointmentRequest.objects.get().email == "client@example.org"
