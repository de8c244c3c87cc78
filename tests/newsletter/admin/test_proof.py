import pytest

from clinic.models import AccessLog
from newsletter import actions
from tests.newsletter.factories import ask, erase, make_owner, make_subscriber, suppress

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


def test_erased_person_who_brings_the_address_is_found(owner, person):
    erase(person)
    response = owner.post(f"{LIST}find/", {"address": "ANNA@example.org"})
    assert response.url == f"{LIST}{person.pk}/change/"
    assert "anna@example.org" not in owner.get(f"{LIST}{person.pk}/proof/").text.lower()
