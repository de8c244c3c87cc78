import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from clinic.privacy.append_only import AppendOnlyError
from newsletter import addresses
from newsletter.models import Subscriber, Suppression
from tests.newsletter.factories import ask, make_subscriber

pytestmark = pytest.mark.django_db


def test_subscriber_with_proof_cannot_be_deleted():
    subscriber = ask().subscriber
    with pytest.raises((ProtectedError, AppendOnlyError)):
        subscriber.delete()


def test_two_spellings_are_one_subscriber():
    """Pitfall 26."""
    make_subscriber(email="Anna@Example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_subscriber(email="anna@example.ORG")


@pytest.mark.parametrize("state", ["confirmed", "withdrawn"])
def test_state_without_moment_is_refused_by_the_database(state):
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscriber.objects.create(email="a@example.org", state=state)


@pytest.mark.parametrize("bad", ["a@example.org\nb@example.org", "a@example.org,b@example.org", ""])
def test_address_of_more_than_one_line_or_person_is_refused(bad):
    with pytest.raises(ValidationError):
        make_subscriber(email=bad or "no address")


def test_suppression_holds_no_address():
    subscriber = make_subscriber()
    row = Suppression.objects.create(address_hash=subscriber.address_hash, reason="complaint")
    kept = " ".join(str(v) for v in vars(row).values())
    assert subscriber.email not in kept


def test_suppression_survives_a_new_secret_key(settings):
    subscriber = make_subscriber()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-another-key-another-key-another-key"
    before = subscriber.address_hash
    subscriber.save()
    assert subscriber.address_hash == before


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "erased"},
        {"state": "erased", "erased_at": timezone.now()},
        {"state": "erased", "erased_at": timezone.now(), "email": ""},
        {"email": ""},
        {"erased_at": timezone.now()},
    ],
    ids=["no moment", "with address", "with normalised address", "nobody", "moment only"],
)
def test_database_knows_no_half_erased_person(changes):
    person = make_subscriber()
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscriber.objects.filter(pk=person.pk).update(**changes)


def test_suppression_needs_the_oldest_key(settings):
    """docs/deployment.md: who drops the oldest key can recognise no suppressed address."""
    before = make_subscriber(email="a@example.org").address_hash
    settings.SECRET_KEY = "another-key-another-key-another-key-another-key"
    assert addresses.keyed_hash("a@example.org") != before
