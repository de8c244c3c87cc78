import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from clinic.privacy.append_only import AppendOnlyError
from newsletter.models import ConsentEvent, ConsentWording
from tests.newsletter.factories import ask, make_subscriber, make_user

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


TABLES = {"newsletter_consentevent": "wording_text", "newsletter_consentwording": "text"}


@pytest.mark.parametrize("act", ["UPDATE {0} SET {1} = 'something else'", "DELETE FROM {0}"])
@pytest.mark.parametrize("table", TABLES)
def test_database_refuses_to_change_the_ledger(table, act):
    ask()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act.format(table, TABLES[table]))


@pytest.mark.parametrize("kind", ["asked", "confirmed"])
def test_yes_without_words_is_refused_by_the_database(kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentEvent.objects.create(subscriber=make_subscriber(), kind=kind, method="form")


PROOF = {
    "kind": "imported",
    "method": "staff",
    "wording_text": "Yes, send me news.",
    "basis": "paper",
    "given_on": datetime.date(2026, 5, 1),
    "origin": "Open day, folder 3",
}


@pytest.mark.parametrize("missing", ["wording_text", "basis", "given_on", "origin", "by"])
def test_import_without_proof_is_refused_by_the_database(missing):
    whole = PROOF | {"by": make_user(), "subscriber": make_subscriber()}
    ConsentEvent.objects.create(**whole)
    whole[missing] = None if missing in ("given_on", "by") else ""
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentEvent.objects.create(**whole)


@pytest.mark.parametrize("field", ["basis", "given_on", "origin"])
def test_proof_of_an_import_stands_on_imports_only(field):
    event = {"subscriber": make_subscriber(), "kind": "withdrawn", "method": "link"}
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentEvent.objects.create(**event, **{field: PROOF[field]})
