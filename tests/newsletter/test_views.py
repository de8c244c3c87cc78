from datetime import timedelta
from unittest import mock

import pytest
from django.db import OperationalError

from newsletter.list.form_html import COULD_NOT_SEND
from newsletter.models import ConsentEvent, ConsentWording, Subscriber
from tests.newsletter.factories import STATES, form_data, make_person

pytestmark = pytest.mark.django_db

SUBSCRIBE = "/newsletter/subscribe/"
SUBSCRIBED = "You have successfully subscribed to the newsletter"
JSON = {"Accept": "application/json"}


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
        *("😀@example.org", "a@" + "x" * 300 + ".org"),
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
    with mock.patch("newsletter.list.signing_up.PER_NETWORK", ((0, timedelta(hours=1)),)):
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


@pytest.mark.parametrize("origin", ["http://[", "http://a]b", "null"])
def test_origin_that_is_no_address_is_refused(client, origin):
    response = client.post(SUBSCRIBE, form_data(), headers={"origin": origin})
    assert response.status_code == 403


@pytest.mark.parametrize("email", ["a@" + "ü." * 60 + "de", "İ" * 200 + "@example.org"])
def test_address_that_grows_past_what_mail_takes_is_refused(client, email):
    assert client.post(SUBSCRIBE, form_data(email)).status_code == 422
