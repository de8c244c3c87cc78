""" "Your subscription": the same response for every address, a button for each action."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic import links
from newsletter import emails
from newsletter.list import actions, basis, erasing, signing_up
from newsletter.models import ConsentEvent, ConsentWording, Subscriber, Suppression
from tests.newsletter.factories import (
    STATES,
    ask,
    erase,
    import_subscriber,
    make_person,
    make_subscriber,
    make_user,
    suppress,
)

pytestmark = pytest.mark.django_db

YOURS = "/newsletter/yours/"


def page_of(subscriber):
    return f"{YOURS}{links.make_token(emails.YOURS, str(subscriber.public_id))}/"


def member(email="member@example.org"):
    asked = ask(email)
    return actions.confirm(asked)


def main_of(response):
    return response.text.split("<main")[1].split("</main>")[0]


def state_of(subscriber):
    return Subscriber.objects.get(pk=subscriber.pk).state


def test_link_says_the_same_to_every_address(client, outbox_sent):
    people = [make_person(state) for state in STATES]
    answers = {client.post(YOURS, {"email": email}).content for email in people}
    assert len(answers) == 1
    assert [m.to[0] for m in outbox_sent()] == people


def test_link_costs_the_same_for_every_address(client):
    """Pitfall 17."""
    counts = set()
    for state in STATES:
        email = make_person(state)
        with CaptureQueriesContext(connection) as queries:
            client.post(YOURS, {"email": email})
        counts.add(len(queries))
    assert len(counts) == 1


def test_link_in_the_mail_opens_the_page(client, outbox_sent):
    member()
    client.post(YOURS, {"email": "MEMBER@example.org"})
    link = re.search(r"http://testserver(/newsletter/yours/\S+)", outbox_sent()[-1].body)[1]
    assert "member@example.org" in client.get(link).text


@pytest.mark.parametrize("state", ["new", "erased"])
def test_unknown_address_reads_that_nothing_is_held(client, outbox_sent, state):
    client.post(YOURS, {"email": make_person(state)})
    assert "It is not on the list." in outbox_sent()[0].body
    assert "/yours/" not in outbox_sent()[0].body


@pytest.mark.parametrize("state", STATES)
def test_link_is_mailed_once_an_hour(client, outbox_sent, state):
    email = make_person(state)
    for _ in range(3):
        client.post(YOURS, {"email": email})
    assert len(outbox_sent()) == 1


def test_links_and_confirmations_share_the_day(client, outbox_sent, monkeypatch):
    monkeypatch.setattr(signing_up, "MAILS_PER_DAY", 1)
    ask()
    client.post(YOURS, {"email": "person@example.org"})
    assert len(outbox_sent()) == 1


def test_network_that_asks_without_end_is_told_so(client, monkeypatch):
    monkeypatch.setattr(signing_up, "PER_NETWORK", ((0, timedelta(hours=1)),))
    response = client.post(YOURS, {"email": "a@example.org"})
    assert response.status_code == 429
    assert 'value="a@example.org"' in response.text


@pytest.mark.parametrize("email", ["", "nobody", "a@example.org,b@example.org", "\0", "x" * 9999])
def test_bad_address_is_kept_and_explained(client, email):
    response = client.post(YOURS, {"email": email})
    assert response.status_code == 422
    assert "Error: Your subscription" in response.text


def test_form_of_another_site_is_refused(client):
    response = client.post(YOURS, {"email": "a@example.org"}, headers={"Origin": "https://x.test"})
    assert response.status_code == 403


def test_page_shows_the_words_when_and_where(client):
    text = client.get(page_of(member())).text
    assert ConsentWording.current().text in text
    assert "on our page /therapies/" in text
    assert f"{timezone.localtime():%Y}" in text


def test_page_of_an_import_shows_its_proof(client):
    person = import_subscriber(day="2026-05-01", source="Open day, folder 3")
    text = main_of(client.get(page_of(person)))
    assert "1 May 2026, a form on paper (Open day, folder 3)" in text
    assert "you gave your consent on paper on 1 May 2026. A member of our staff" in text
    assert "“Send me news.”" in text
    assert "onfirm" not in text
    assert "asked by the person" not in text


def test_page_shows_the_words_of_the_yes_and_not_of_a_later_asking(client):
    """Anybody can type an address, and the words beside the form may have changed."""
    person = member()
    ConsentWording.append("Newer words.")
    ask(person.email)
    text = main_of(client.get(page_of(person)))
    assert "agreed to</dt><dd>“Mind Matters" in text
    assert basis.CONFIRMED in text


def test_page_of_an_asking_blames_nobody_for_it(client):
    text = main_of(client.get(page_of(ask().subscriber)))
    assert "Somebody, perhaps you, asked for our newsletter" in text
    assert "agreed to" not in text
    assert basis.CONFIRMED not in text


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("hard_bounce", "Our mail to this address came back."),
        ("complaint", "was reported as spam"),
        ("objected", "You told us that you do not want our mail."),
    ],
)
def test_page_says_why_nothing_is_sent(client, reason, words):
    person = member()
    suppress(person, reason)
    assert words in client.get(page_of(person)).text


@pytest.mark.parametrize("state", ["pending", "confirmed", "withdrawn", "suppressed"])
def test_page_opens_for_every_state_and_stays_private(client, state):
    person = Subscriber.objects.get(email=make_person(state))
    response = client.get(page_of(person))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"


def test_reading_changes_nothing(client):
    person = member()
    for method in (client.get, client.head):
        method(page_of(person))
    assert (state_of(person), person.events.count()) == ("confirmed", 2)


@pytest.mark.parametrize("token", ["forged:1:x", "x", "a" * 3000])
def test_forged_link_gets_a_page_that_helps(client, token):
    assert client.get(f"{YOURS}{token}/").status_code == 404


def test_other_links_open_nothing_here(client):
    """Pitfall 9."""
    person = member()
    other = links.make_token(emails.UNSUBSCRIBE_PURPOSE, str(person.public_id))
    assert client.get(f"{YOURS}{other}/").status_code == 404


def test_link_works_for_a_day(client):
    path = page_of(member())
    later = timezone.now() + timedelta(hours=25)
    with mock.patch.object(signing.time, "time", later.timestamp):
        response = client.post(path, {"act": "erase-now"})
    assert response.status_code == 410
    assert f'href="{YOURS}"' in response.text
    assert Subscriber.objects.get().state == "confirmed"


def test_leave_needs_no_cookie_and_twice_is_once():
    person = member()
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert "You have left the list" in client.post(page_of(person), {"act": "leave"}).text
    assert person.events.filter(kind="withdrawn").count() == 1


def test_erase_asks_once_and_then_does_it(client):
    person = member()
    asked = client.post(page_of(person), {"act": "erase"}).text
    assert "Nothing has happened yet" in asked
    assert state_of(person) == "confirmed"
    for _ in range(2):
        response = client.post(page_of(person), {"act": "erase-now"})
        assert "Everything is erased" in response.text
    assert state_of(person) == "erased"
    assert Suppression.objects.get().reason == "erased"


def test_page_of_an_erased_person_holds_nothing(client):
    person = member()
    erase(person)
    for data in ({}, {"act": "leave"}, {"act": "correct"}, {"act": "erase"}):
        response = client.post(page_of(person), data)
        assert response.status_code == 410
        assert "member@" not in response.text


def correct(client, person, email, **changes):
    data = {"act": "correct", "email": email, "wording": "1"} | changes
    return client.post(page_of(person), data)


def test_corrected_address_is_confirmed_in_the_new_mailbox(client, outbox_sent):
    person = member()
    assert "inbox of your new address" in correct(client, person, "new@example.org").text
    assert state_of(person) == "confirmed"
    mail = outbox_sent()[-1]
    assert mail.to == ["new@example.org"]
    client.post(re.search(r"http://testserver(/newsletter/confirm/\S+)", mail.body)[1])
    assert state_of(person) == "withdrawn"
    assert Subscriber.objects.confirmed().get().email == "new@example.org"


def test_correction_stores_words_and_place_without_the_link(client):
    person = member()
    correct(client, person, "new@example.org")
    event = ConsentEvent.objects.get(replaces=person)
    assert event.wording_text == ConsentWording.current().text
    assert (event.placement, event.page_path) == ("yours", YOURS)


def test_correction_says_the_same_for_every_address(client):
    people = [make_person(state) for state in STATES]
    answers = set()
    for number, email in enumerate(people):
        person = member(f"corrects{number}@example.org")
        text = correct(client, person, email).text
        answers.add(text.split("<dl")[0].split("<main")[1])
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("email", "wording"),
    [("MEMBER@example.org", "1"), ("nobody", "1"), ("", "1"), ("new@example.org", "9")],
)
def test_bad_correction_is_kept_and_explained(client, email, wording):
    person = member()
    response = correct(client, person, email, wording=wording)
    assert response.status_code == 422
    assert "<title>Error: " in response.text
    assert 'name="wording" value="1"' in response.text
    assert f'value="{email}"' in response.text or not email
    assert not ConsentEvent.objects.filter(replaces=person).exists()


def test_one_person_corrects_a_few_times_a_day(client):
    person = member()
    found = [correct(client, person, f"new{number}@example.org") for number in range(6)]
    assert [response.status_code for response in found] == [200] * 5 + [422]


def test_who_left_corrects_nothing(client):
    person = make_subscriber("withdrawn")
    correct(client, person, "new@example.org")
    assert not Subscriber.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data"])
def test_unreadable_body_is_a_4xx_or_the_page(client, kind):
    response = client.post(page_of(member()), b"\xff", content_type=kind)
    assert response.status_code in (200, 400)


def test_erasing_by_never_write_keeps_the_link_honest(client):
    person = member()
    erasing.never_write(person.email, by=make_user())
    assert "You have left the list" in client.get(page_of(person)).text
