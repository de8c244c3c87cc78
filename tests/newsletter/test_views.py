import re
from datetime import timedelta
from unittest import mock

import pytest
from django.core import signing
from django.db import OperationalError
from django.utils import timezone

from clinic import links
from newsletter import emails
from newsletter.models import ConsentEvent, ConsentWording, Subscriber
from newsletter.signup import COULD_NOT_SEND
from tests.newsletter.factories import STATES, ask, form_data, make_person, make_subscriber

pytestmark = pytest.mark.django_db

SUBSCRIBE = "/newsletter/subscribe/"
SUBSCRIBED = "You have successfully subscribed to the newsletter"
JSON = {"Accept": "application/json"}


def confirm_path(outbox_sent):
    return re.search(r"http://testserver(/newsletter/confirm/\S+)", outbox_sent()[-1].body)[1]


def unsubscribe_path(subscriber):
    return emails.unsubscribe_address(subscriber).removeprefix("http://testserver")


def test_subscribe_leads_to_check_your_email(client):
    response = client.post(SUBSCRIBE, form_data(), follow=True)
    assert response.redirect_chain == [("/newsletter/check-your-email/", 303)]
    assert "Check your email" in response.text
    assert SUBSCRIBED not in response.text


def test_subscribe_stores_the_proof(client):
    """Pitfall 27."""
    client.post(SUBSCRIBE, form_data())
    event = ConsentEvent.objects.get()
    assert event.kind == "asked"
    assert event.wording_text == ConsentWording.current().text
    assert (event.placement, event.page_path) == ("footer", "/therapies/")


def test_subscribe_records_the_older_words_the_person_saw(client):
    """Pitfall 19."""
    old = ConsentWording.current()
    ConsentWording.objects.create(version=2, text="Newer words.")
    client.post(SUBSCRIBE, form_data())
    assert ConsentEvent.objects.get().wording_text == old.text


@pytest.mark.parametrize("version", ["2", "0", "-1", "x", "", "9" * 40])
def test_subscribe_with_words_we_never_had_shows_the_current_ones(client, version):
    response = client.post(SUBSCRIBE, form_data(wording=version))
    assert response.status_code == 422
    assert ConsentWording.current().text in response.text
    assert 'name="wording" value="1"' in response.text
    assert not ConsentEvent.objects.exists()


@pytest.mark.parametrize("headers", [{}, JSON], ids=["page", "script"])
def test_subscribe_says_the_same_to_every_address(client, headers, outbox_sent):
    """Pitfall 17."""
    answers = set()
    for state in STATES:
        response = client.post(SUBSCRIBE, form_data(make_person(state)), headers=headers)
        answers.add((response.status_code, response.get("Location"), response.content))
    assert len(answers) == 1
    assert len(outbox_sent()) == len(STATES)


@pytest.mark.parametrize(
    "email",
    [
        *("", "nobody", "a@b", "a b@example.org", "a@example.org\nBcc: b@example.org"),
        *("a@example.org,b@example.org", "a@example.org\r\n", "x" * 100_000, "\0@example.org"),
        *("😀@example.org", "\u202ea@example.org", "a@" + "x" * 300 + ".org"),
    ],
)
def test_subscribe_with_a_bad_address_helps_and_keeps_it(client, email):
    response = client.post(SUBSCRIBE, form_data(email))
    if email.strip() == "a@example.org":  # a browser strips the end of a line too
        assert response.status_code == 303
        return
    assert response.status_code == 422
    assert "Enter " in response.text
    assert not Subscriber.objects.exists()
    if email.isprintable() and email.isascii() and len(email) < 50:
        assert f'value="{email}"' in response.text or not email


@pytest.mark.parametrize("source", ["x" * 100_000, "\0", "footer javascript:", "😀", "<script>"])
def test_subscribe_with_a_bad_source_is_refused_and_repaired(client, source):
    response = client.post(SUBSCRIBE, form_data(source=source))
    assert response.status_code == 422
    assert 'value="page /newsletter/"' in response.text
    assert 'value="person@example.org"' in response.text


@pytest.mark.parametrize("language", ["x" * 100_000, "\0", "<b>", "en-AU\n", "e"])
def test_subscribe_with_a_bad_language_is_refused_and_repaired(client, language):
    response = client.post(SUBSCRIBE, form_data(language=language + " x"))
    assert response.status_code == 422
    assert 'name="language" value="en-AU"' in response.text


def test_subscribe_stores_the_language_of_the_page(client):
    client.post(SUBSCRIBE, form_data(language="en-AU"))
    assert ConsentEvent.objects.get().language == "en-AU"


def test_subscribe_keeps_nothing_of_the_machine(client):
    """Pitfall 23: no network address, in no form, in no row about the person."""
    headers = {"User-Agent": "Odd browser", "X-Forwarded-For": "203.0.113.9"}
    client.post(SUBSCRIBE, form_data(), headers=headers, REMOTE_ADDR="198.51.100.7")
    event = ConsentEvent.objects.get()
    kept = " ".join(str(v) for row in (event, event.subscriber) for v in vars(row).values())
    assert not [trace for trace in ("198.51", "203.0", "Odd") if trace in kept]


def test_subscribe_takes_an_international_domain(client, outbox_sent):
    """Pitfall 26."""
    client.post(SUBSCRIBE, form_data("a@bücher.example"))
    assert Subscriber.objects.get().email_normalised == "a@xn--bcher-kva.example"
    assert len(outbox_sent()) == 1


def test_subscribe_with_two_addresses_takes_one(client):
    response = client.post(SUBSCRIBE, form_data(["a@example.org", "b@example.org"]))
    assert response.status_code == 303
    assert Subscriber.objects.count() == 1


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data"])
def test_subscribe_with_a_wrong_content_type_is_a_4xx_page(client, kind):
    response = client.post(SUBSCRIBE, b"{}", content_type=kind)
    assert 400 <= response.status_code < 500


def test_subscribe_tells_the_script_what_to_do(client):
    response = client.post(SUBSCRIBE, form_data("nobody"), headers=JSON)
    assert response.status_code == 422
    assert response.json()["errors"]["email"][0].startswith("Enter an email address")


def test_subscribe_too_often_keeps_what_was_typed(client):
    with mock.patch("newsletter.asking.PER_NETWORK", ((0, timedelta(hours=1)),)):
        response = client.post(SUBSCRIBE, form_data())
    assert response.status_code == 429
    assert COULD_NOT_SEND in response.text
    assert 'value="person@example.org"' in response.text
    assert response["Retry-After"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example.org"},
        {"Origin": "null"},
    ],
)
def test_subscribe_from_another_site_is_refused_with_help(client, headers):
    response = client.post(SUBSCRIBE, form_data(), headers=headers)
    assert response.status_code == 403
    assert 'href="/newsletter/"' in response.text
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}]
)
def test_subscribe_from_here_needs_no_token(headers):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(SUBSCRIBE, form_data(), headers=headers)
    assert response.status_code == 303


def test_subscribe_by_a_machine_looks_the_same_and_stores_nothing(client):
    response = client.post(SUBSCRIBE, form_data(website="https://spam.example.org"))
    assert response.status_code == 303
    assert not Subscriber.objects.exists()


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


def test_database_away_says_the_words_of_the_practice_and_keeps_the_address(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("secret words")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", away)
    response = client.post(SUBSCRIBE, form_data("kept@example.org"))
    page = response.content.decode()
    assert response.status_code == 503
    assert "There was an error while trying to send your request. Please try again." in page
    assert 'value="kept@example.org"' in page
    assert 'value="footer /therapies/"' in page
    assert "secret words" not in page


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


@pytest.mark.parametrize("origin", ["http://[", "http://a]b", "null"])
def test_origin_that_is_no_address_is_refused(client, origin):
    response = client.post(SUBSCRIBE, form_data(), headers={"origin": origin})
    assert response.status_code == 403


@pytest.mark.parametrize("email", ["a@" + "ü." * 60 + "de", "İ" * 200 + "@example.org"])
def test_address_that_grows_past_what_mail_takes_is_refused(client, email):
    assert client.post(SUBSCRIBE, form_data(email)).status_code == 422
