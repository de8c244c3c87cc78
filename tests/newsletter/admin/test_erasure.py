import pytest

from clinic.models import AccessLog
from newsletter.models import Subscriber, Suppression
from tests.newsletter.factories import make_owner, make_subscriber

pytestmark = pytest.mark.django_db

LIST = "/admin/newsletter/subscriber/"


@pytest.fixture
def owner(client):
    client.force_login(make_owner())
    return client


def test_erase_asks_first(owner):
    person = make_subscriber()
    assert "It cannot be undone." in owner.get(f"{LIST}{person.pk}/erase/").text
    assert Subscriber.objects.get().state == "confirmed"


def test_erase_twice_is_once_and_names_who_did_it(owner):
    person = make_subscriber()
    for _ in range(2):
        response = owner.post(f"{LIST}{person.pk}/erase/", follow=True)
        assert "The address is erased." in response.text
    assert Subscriber.objects.get().events.get().by.is_superuser
    assert AccessLog.objects.get().reason == "erased"


def test_erased_person_stays_in_the_list_without_address(owner):
    person = make_subscriber()
    owner.post(f"{LIST}{person.pk}/erase/")
    assert f"erased, number {person.pk}" in owner.get(LIST).text


@pytest.mark.parametrize("known", [True, False])
def test_never_write_holds_and_twice_is_once(owner, known):
    email = make_subscriber().email if known else "stranger@example.org"
    for _ in range(2):
        response = owner.post(f"{LIST}never-write/", {"address": email}, follow=True)
        assert "No newsletter goes to this address any more." in response.text
        assert email not in response.redirect_chain[0][0]
    assert Suppression.objects.get().reason == "objected"
    assert not Subscriber.objects.reachable().exists()


@pytest.mark.parametrize("bad", ["", "nobody", "a@example.org,b@example.org", "\0", "x" * 5000])
def test_never_write_with_a_bad_address_helps(owner, bad):
    response = owner.post(f"{LIST}never-write/", {"address": bad})
    assert response.status_code == 422
    assert "errorlist" in response.text
