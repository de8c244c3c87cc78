"""Confirming and leaving by a mailed link: reading changes nothing, one button acts."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.core import signing
from django.utils import timezone

from clinic import links
from newsletter import emails
from newsletter.models import ConsentEvent, Subscriber
from tests.newsletter.factories import ask, make_subscriber

pytestmark = pytest.mark.django_db

SUBSCRIBE = "/newsletter/subscribe/"
SUBSCRIBED = "You have successfully subscribed to the newsletter"


def confirm_path(outbox_sent):
    return re.search(r"http://testserver(/newsletter/confirm/\S+)", outbox_sent()[-1].body)[1]


def unsubscribe_path(subscriber):
    return emails.unsubscribe_address(subscriber).removeprefix("http://testserver")


@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_changes_nothing(client, method, outbox_sent):
    """Pitfall 7: cONTRACT, promise 1."""
    asked = ask()
    for path in (SUBSCRIBE, confirm_path(outbox_sent), unsubscribe_path(asked.subscriber)):
        getattr(client, method)(path)
    assert list(ConsentEvent.objects.values_list("kind", flat=True)) == ["asked"]
    assert Subscriber.objects.get().state == "pending"


def test_confirm_shows_one_button_and_the_words(client, outbox_sent):
    asked = ask()
    response = client.get(confirm_path(outbox_sent))
    main = response.text.split("<main")[1].split("</main>")[0]
    assert main.count("<button") == 1
    assert asked.wording_text in main
    assert SUBSCRIBED not in response.text
    assert response["X-Robots-Tag"] == "noindex"


def test_confirm_twice_ends_in_the_same_page(client, outbox_sent):
    ask()
    path = confirm_path(outbox_sent)
    for _ in range(2):
        assert SUBSCRIBED in client.post(path).text
    assert Subscriber.objects.get().state == "confirmed"


def test_confirm_with_an_old_link_offers_the_form(client, outbox_sent):
    """Pitfall 20."""
    ask()
    path = confirm_path(outbox_sent)
    later = timezone.now() + timedelta(days=8)
    with mock.patch.object(signing.time, "time", later.timestamp):
        response = client.post(path)
    assert response.status_code == 410
    assert 'action="/newsletter/subscribe/"' in response.text
    assert Subscriber.objects.get().state == "pending"


def test_confirm_after_leaving_is_stale(client, outbox_sent):
    asked = ask()
    path = confirm_path(outbox_sent)
    client.post(path)
    client.post(unsubscribe_path(asked.subscriber))
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410
    assert Subscriber.objects.get().state == "withdrawn"


@pytest.mark.parametrize("page", ["confirm", "unsubscribe"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_forged_link_gets_a_page_that_helps(client, page, method):
    response = getattr(client, method)(f"/newsletter/{page}/forged:1:x/")
    assert response.status_code == 404
    assert "We do not know this link" in response.text


def test_link_opens_its_own_door_only(client, outbox_sent):
    subscriber = ask().subscriber
    token = confirm_path(outbox_sent).split("/")[-2]
    assert client.post(f"/newsletter/unsubscribe/{token}/").status_code == 404
    other = unsubscribe_path(subscriber).split("/")[-2]
    assert client.post(f"/newsletter/confirm/{other}/").status_code == 404


@pytest.mark.parametrize(
    ("body", "method"),
    [({"List-Unsubscribe": "One-Click"}, "one_click"), ({}, "link"), ({"x": "\0"}, "link")],
)
def test_unsubscribe_needs_no_cookie_and_no_token(body, method):
    """Pitfall 8."""
    from django.test import Client

    subscriber = make_subscriber()
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        response = client.post(unsubscribe_path(subscriber), body)
        assert response.status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.state == "withdrawn"
    assert subscriber.events.get().method == method


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", "text/plain"])
def test_unsubscribe_with_an_unreadable_body_still_counts(client, kind):
    """Pitfall 8."""
    subscriber = make_subscriber()
    client.post(unsubscribe_path(subscriber), b"\xff\xfe", content_type=kind)
    subscriber.refresh_from_db()
    assert subscriber.state == "withdrawn"


def test_unsubscribe_works_for_ever(client):
    """Pitfall 9."""
    subscriber = make_subscriber()
    path = unsubscribe_path(subscriber)
    years_later = timezone.now() + timedelta(days=3650)
    with mock.patch.object(signing.time, "time", years_later.timestamp):
        client.post(path)
    subscriber.refresh_from_db()
    assert subscriber.state == "withdrawn"


def test_links_of_nobody_count_as_done(client):
    token = links.make_token(emails.UNSUBSCRIBE_PURPOSE, "7f1e7c0a-0000-4000-8000-000000000000")
    assert client.post(f"/newsletter/unsubscribe/{token}/").status_code == 200


def test_personal_pages_are_kept_out_of_caches(client, outbox_sent):
    ask()
    assert "no-store" in client.get(confirm_path(outbox_sent))["Cache-Control"]


@pytest.mark.parametrize("charset", ["us-ascii", "iso-8859-1"])
def test_one_click_with_an_odd_charset_still_counts(client, charset):
    """Pitfall 8."""
    person = make_subscriber()
    response = client.post(
        unsubscribe_path(person),
        b"List-Unsubscribe=One-Click",
        content_type=f"application/x-www-form-urlencoded; charset={charset}",
    )
    assert response.status_code == 200
    person.refresh_from_db()
    assert person.state == "withdrawn"
