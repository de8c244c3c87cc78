"""The choice is asked with what both look like, and with what neutral words cannot hide."""

import re

import pytest
from django.test import Client

from booking.mails import wording_preview as wording_preview
from booking.models import AppointmentRequest
from clinic.models import ClinicDetails
from tests.booking.factories import (
    KINDS,
    address,
    break_database,
    make_form,
    make_request,
    page_of,
    send,
)
from tests.booking.yours import YOURS, enter, hidden, press, text

pytestmark = pytest.mark.django_db

LINK = "The link holds the word “appointments”, and the page behind it shows our name."
USUAL = {
    "DEFAULT_FROM_EMAIL": "Mind Matters Psychology <hello@mindmatters.example>",
    "SITE_URL": "https://www.mindmatters.example",
    "SITE_HOST": "www.mindmatters.example",
}
NEUTRAL = {
    "NEUTRAL_FROM_EMAIL": "post@kestrel.example",
    "NEUTRAL_SITE_URL": "https://go.kestrel.example",
}
BOTH = (
    "The address they come from ends in mindmatters.example, and the link in them does too. "
    "Whoever sees them can tell that it is us."
)
FROM = (
    "The address they come from ends in mindmatters.example. "
    "Whoever sees it can tell that it is us."
)
TO = "The link in them leads to www.mindmatters.example. Whoever sees it can tell that it is us."


def limits(settings, phone="", **changes):
    for name, value in (USUAL | changes).items():
        setattr(settings, name, value)
    return wording_preview.wording_limits(
        ClinicDetails(name="Mind Matters Psychology", phone=phone)
    )


def test_usual_address_and_link_name_us(settings):
    assert limits(settings) == [BOTH, LINK]


def test_usual_address_names_us_also_where_it_spells_another_name(settings):
    """A look-up of the domain reveals the practice."""
    usual = {"SITE_URL": "https://mm.example", "SITE_HOST": "mm.example"}
    found = limits(settings, DEFAULT_FROM_EMAIL="a@mm.example", **usual)
    assert found[0] == BOTH.replace("mindmatters.example", "mm.example").replace(
        "can tell", "can find out"
    )


def test_neutral_address_alone_leaves_the_link(settings):
    found = limits(settings, NEUTRAL_FROM_EMAIL="post@kestrel.example")
    address = "The address they come from ends in kestrel.example: not our name."
    assert found == [address, TO, LINK]


def test_neutral_link_alone_leaves_the_address(settings):
    found = limits(settings, NEUTRAL_SITE_URL="https://go.kestrel.example")
    assert found == [FROM, "The link in them leads to go.kestrel.example: not our name.", LINK]


def test_neutral_address_and_link_name_nobody_and_the_page_does(settings):
    found = limits(settings, **NEUTRAL)
    assert found == [
        "Neither the address the mails come from nor the link in them names us.",
        LINK,
    ]


@pytest.mark.parametrize(
    "address",
    ["a@mindfulmail.example", "a@psych-post.example", "a@theraport.example", "matters@k.example"],
)
def test_neutral_address_that_spells_our_name_or_trade_still_tells(settings, address):
    found = limits(settings, **NEUTRAL | {"NEUTRAL_FROM_EMAIL": address})
    assert "can tell that it is us" in found[0]


def test_our_phone_number_is_named_as_well(settings):
    assert limits(settings, phone="02 5550 0100")[-1] == (
        "Our phone number, 02 5550 0100, stands in the mails."
    )


@pytest.mark.parametrize("kind", KINDS)
def test_forms_show_both_as_they_stand_in_an_inbox(client, settings, kind):
    settings.DEFAULT_FROM_EMAIL = USUAL["DEFAULT_FROM_EMAIL"]
    page = page_of(client.get(address(kind)))
    for words in (
        "<strong>Reception</strong> <span>hello@mindmatters.example</span>",
        "<p>We have your message</p>",
        "<strong>Mind Matters Psychology</strong> <span>hello@mindmatters.example</span>",
        "<p>We have your request for an appointment</p>",
        "Neutral words cannot hide everything:",
    ):
        assert words in page


@pytest.mark.parametrize("kind", KINDS)
def test_neither_wording_is_chosen_for_the_person(client, kind):
    page = page_of(client.get(address(kind)))
    radios = [line for line in page.splitlines() if 'name="plain_mails"' in line]
    assert len(radios) == 2
    assert not any("checked" in radio for radio in radios)


@pytest.mark.parametrize(
    ("sent", "neutral"),
    [(None, True), ("", True), ("no", True), ("yes", False), ("on", False), ("false", True)],
)
def test_left_out_is_neutral_and_the_box_of_before_still_counts(sent, neutral):
    assert make_request(plain_mails=sent).neutral_wording is neutral


@pytest.mark.parametrize(("sent", "chosen"), [("on", 1), ("yes", 1), ("no", 0)])
def test_choice_stands_there_again_after_a_mistake(client, sent, chosen):
    page = page_of(send(client, name="", plain_mails=sent, recognition_word="Wattle"))
    radios = [line for line in page.splitlines() if 'name="plain_mails"' in line]
    assert ["checked" in radio for radio in radios] == [chosen == 0, chosen == 1]
    assert 'value="Wattle"' in page


@pytest.mark.parametrize(("word", "is_open"), [("", False), ("Wattle", True), ("a@b.org", True)])
def test_word_is_folded_until_there_is_one(client, word, is_open):
    page = page_of(send(client, name="", recognition_word=word))
    fold = page[: page.index("Add a recognition word")].rpartition("<details")[2]
    assert ("open" in fold) is is_open


def test_bad_word_says_what_to_do_and_is_kept(client):
    response = send(client, recognition_word="call me@example.org")
    assert response.status_code == 422
    page = page_of(response)
    assert page.count("Use a word, not a web or email address.") == 2
    assert 'value="call me@example.org"' in page
    assert not AppointmentRequest.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_word_is_kept_as_cleaned(kind):
    form = make_form(kind, recognition_word=" wat\u200btle ")
    assert form.is_valid()
    assert form.columns()["recognition_word"] == "wattle"
    assert "recognition_word" not in form.answers()


def test_form_keeps_word_and_choice_while_the_database_is_away(client, monkeypatch):
    client.get(address("new_client"))
    break_database(monkeypatch)
    response = send(client, plain_mails="yes", recognition_word="Wattle")
    assert response.status_code == 503
    page = page_of(response)
    assert 'value="Wattle"' in page
    assert "cannot hide everything" not in page


def test_link_by_the_neutral_name_opens_the_page_and_its_forms(settings):
    """Also with the anti-forgery checks that a browser meets."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "go.kestrel.example"]
    client = Client(enforce_csrf_checks=True, headers={"Host": "go.kestrel.example"})
    page = text(enter(client, make_request()))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    data = {"about": hidden(page, "mails"), "plain_mails": "yes", "csrfmiddlewaretoken": token}
    origin = {"Host": "go.kestrel.example", "Origin": "http://go.kestrel.example"}
    response = client.post(f"{YOURS}mails/", data, headers=origin)
    assert (response.status_code, response["Location"]) == (302, YOURS)
    assert AppointmentRequest.objects.get().neutral_wording is False


# --- On the client's own page -----------------------------------------------------


def test_page_says_which_words_and_which_word(client):
    page = text(enter(client, make_request(recognition_word="Wattle")))
    assert "Our emails to you use neutral words." in page
    assert 'Your recognition word is <strong class="address">Wattle</strong>' in page
    assert "Neutral words cannot hide everything:" in page
    assert "Wattle" not in page.split("</title>")[0]


def test_words_are_changed_on_the_page(client):
    enter(client, make_request(recognition_word="Wattle"))
    response = press(client, "mails", plain_mails="yes", recognition_word="Kestrel")
    assert response["Location"] == YOURS
    page = text(client.get(YOURS))
    assert "Our next email comes in this way." in page
    assert "Our emails to you use plain words." in page
    appointment_request = AppointmentRequest.objects.get()
    assert (appointment_request.neutral_wording, appointment_request.recognition_word) == (
        False,
        "Kestrel",
    )


def test_form_on_the_page_changes_only_what_was_changed(client):
    """Sent as it stands there."""
    enter(client, make_request(recognition_word="Wattle", plain_mails="yes"))
    page = text(client.get(YOURS))
    form = page[page.index("yours/mails/") :]
    assert 'value="yes" id="id_mails_plain_mails_1" checked' in form.replace(
        'aria-describedby="id_mails_plain_mails_helptext" ', ""
    )
    press(client, "mails", plain_mails="yes", recognition_word="Wattle")
    assert not AppointmentRequest.objects.get().events.filter(kind="corrected").exists()


def test_bad_word_on_the_page_opens_its_form(client):
    enter(client, make_request())
    response = press(client, "mails", recognition_word="www.example.org")
    assert response.status_code == 422
    page = text(response)
    assert page.count("Use a word, not a web or email address.") == 2
    assert '<details class="act" open><summary>Change what our emails say, ' in page


def test_word_typed_after_the_page_was_closed_is_given_back(client):
    response = client.post(f"{YOURS}mails/", {"about": "old", "recognition_word": "Wattle"})
    assert response.status_code == 403
    assert 'name="recognition_word" value="Wattle"' in text(response)
