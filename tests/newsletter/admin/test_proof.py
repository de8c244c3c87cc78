import pytest

from clinic.models import AccessLog
from newsletter.list import actions
from tests.newsletter.factories import (
    ask,
    erase,
    import_subscriber,
    make_owner,
    make_subscriber,
    make_user,
    suppress,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/newsletter/subscriber/"


@pytest.fixture
def owner(client):
    client.force_login(make_owner())
    return client


@pytest.fixture
def person():
    return actions.confirm(ask("Anna@example.org"))


def test_proof_holds_every_event_with_its_words(owner, person):
    text = owner.get(f"{LIST}{person.pk}/proof/").text
    assert text.count(person.events.first().wording_text) == 2
    for words in ("Anna@example.org", "Asked to join", "Confirmed", "footer on /therapies/"):
        assert words in text
    assert "Version 1, en-AU" in text


def test_proof_names_nobody_in_title_and_address(owner, person):
    response = owner.get(f"{LIST}{person.pk}/proof/")
    assert "example.org" not in response.text.split("</title>")[0]


def test_who_looked_is_written_down_first(owner, person, django_user_model):
    owner.get(f"{LIST}{person.pk}/proof/")
    entry = AccessLog.objects.get()
    assert (entry.act, entry.about) == ("saw", f"subscriber:{person.pk}")


def test_record_is_whole_and_written_down(owner, person):
    """Pitfall 24."""
    suppress(person)
    response = owner.post(f"{LIST}{person.pk}/record/")
    record = response.json()
    assert record["address"] == "Anna@example.org"
    assert [e["kind"] for e in record["events"]] == ["asked", "confirmed", "complained"]
    assert record["events"][0]["wording_text"] == person.events.first().wording_text
    assert record["never_mailed"]["reason"] == "complaint"
    assert response["Content-Disposition"] == f'attachment; filename="subscriber-{person.pk}.json"'
    assert AccessLog.objects.get().act == "exported"


def test_record_holds_what_was_sent(owner, start):
    from newsletter.models import Delivery

    person = make_subscriber()
    campaign = start()
    Delivery.objects.update(state="accepted", settled_at=person.created_at)
    record = owner.post(f"{LIST}{person.pk}/record/").json()
    assert [sent["title"] for sent in record["sent"]] == [campaign.title]


@pytest.fixture
def imported():
    return import_subscriber("anna@example.org", by=make_user(username="ruth"))


@pytest.mark.parametrize("page", ["proof", "change"])
def test_sheet_and_record_of_an_imported_person_say_how_they_came(owner, imported, page):
    text = owner.get(f"{LIST}{imported.pk}/{page}/").text
    main = text[text.index('id="content-main"') :].replace("confirmed_at", "")
    assert "A form on paper, 3 March 2026 (Front desk). Brought in by ruth on" in main
    assert "has not pressed the button in a mail of ours" in main
    assert "onfirmed" not in main
    assert "asked by the person" not in main


def test_whole_record_of_an_imported_person_says_how_they_came(owner, imported):
    response = owner.post(f"{LIST}{imported.pk}/record/")
    record = response.json()
    assert record["state"] == "On the list"
    assert "you gave your consent on paper on 3 March 2026" in record["on_the_list_because"]
    assert record["events"][0]["given_on"] == "2026-03-03"
    assert "confirmed" not in response.text


@pytest.mark.parametrize("page", ["proof", "change"])
def test_sheet_and_record_of_who_confirmed_say_so(owner, person, page):
    text = owner.get(f"{LIST}{person.pk}/{page}/").text
    assert "Asked for the newsletter and pressed the button in our mail on" in text


def test_list_calls_nobody_confirmed_who_was_brought_in(owner, imported):
    text = owner.get(LIST).text
    assert "On the list" in text
    assert "Confirmed" not in text


def test_erased_person_who_brings_the_address_is_found(owner, person):
    erase(person)
    response = owner.post(f"{LIST}find/", {"address": "ANNA@example.org"})
    assert response.url == f"{LIST}{person.pk}/change/"
    assert "anna@example.org" not in owner.get(f"{LIST}{person.pk}/proof/").text.lower()
