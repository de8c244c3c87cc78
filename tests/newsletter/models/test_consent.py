import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError

from clinic.append_only import AppendOnlyError
from newsletter.models import ConsentEvent, ConsentWording, Subscriber, Suppression
from tests.newsletter.factories import ask, make_subscriber

pytestmark = pytest.mark.django_db

WORDING = (
    "Mind Matters Psychology will use the information you provide on this form to be in "
    "touch with you and to provide updates and marketing."
)


def test_wording_is_word_for_word():
    assert ConsentWording.objects.get(version=1).text == WORDING


def test_ledger_cannot_be_saved_again():
    event = ask()
    with pytest.raises(AppendOnlyError):
        event.save()


@pytest.mark.parametrize("act", ["update", "delete"])
def test_ledger_cannot_be_changed_in_bulk(act):
    ask()
    with pytest.raises(AppendOnlyError):
        getattr(ConsentEvent.objects.all(), act)()


def test_ledger_row_cannot_be_deleted():
    event = ask()
    with pytest.raises(AppendOnlyError):
        event.delete()


@pytest.mark.parametrize("table", ["newsletter_consentevent", "newsletter_consentwording"])
def test_database_refuses_to_change_the_ledger(table):
    ask()
    column = "wording_text" if table.endswith("event") else "text"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {table} SET {column} = 'something else'")


def test_subscriber_with_proof_cannot_be_deleted():
    subscriber = ask().subscriber
    with pytest.raises((ProtectedError, AppendOnlyError)):
        subscriber.delete()


def test_two_spellings_are_one_subscriber():
    make_subscriber(email="Anna@Example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_subscriber(email="anna@example.ORG")


@pytest.mark.parametrize("state", ["confirmed", "withdrawn"])
def test_state_without_moment_is_refused_by_the_database(state):
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscriber.objects.create(email="a@example.org", state=state)


@pytest.mark.parametrize("kind", ["asked", "confirmed"])
def test_yes_without_words_is_refused_by_the_database(kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentEvent.objects.create(subscriber=make_subscriber(), kind=kind, method="form")


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
