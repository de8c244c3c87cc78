"""Each state of the crisis lines is kept, cannot be changed, and can be put back."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from clinic.models import CrisisLine, CrisisLinesVersion, OutgoingEmail
from clinic.privacy.append_only import AppendOnlyError
from tests.clinic.crisis.details import lines, save, tick
from tests.pages import staff

pytestmark = pytest.mark.django_db

VERSIONS = "/cms/crisis-lines/"


@pytest.fixture
def editor():
    call_command("roles", verbosity=0)
    staff.somebody("Owner", "ruth")
    return staff.logged_in("Editor")


@pytest.fixture
def slipped(editor):
    """Lifeline with a wrong number that somebody has confirmed."""
    changed = lines(Lifeline={"phone": "13 11 41"})
    save(editor, changed, **tick(save(editor, changed)))
    return CrisisLinesVersion.objects.first()


def put_back(client, version, **ticks):
    return client.post(f"{VERSIONS}{version.pk}/put-back/", ticks, follow=True)


def phone():
    return CrisisLine.objects.get(name="Lifeline").phone


def test_slip_is_put_back_with_one_press(editor, slipped):
    before = CrisisLinesVersion.objects.last()
    put_back(editor, before)
    assert phone() == "13 11 14"
    latest = CrisisLinesVersion.objects.first()
    assert (latest.put_back, latest.by.username) == (before, "editor")
    assert OutgoingEmail.objects.count() == 2
    assert [row.name for row in CrisisLine.objects.all()][:2] == ["Emergency", "Lifeline"]


def test_putting_back_twice_is_once(editor, slipped):
    before = CrisisLinesVersion.objects.last()
    put_back(editor, before)
    put_back(editor, before)
    assert CrisisLinesVersion.objects.count() == 3


def test_what_the_list_does_not_agree_with_comes_back_with_a_tick_only(editor, slipped):
    put_back(editor, CrisisLinesVersion.objects.last())
    assert "first compare the numbers" in put_back(editor, slipped).content.decode()
    assert phone() == "13 11 14"
    put_back(editor, slipped, checked="1")
    assert phone() == "13 11 41"


def test_page_names_who_when_and_what(editor, slipped):
    page = editor.get(VERSIONS).content.decode()
    for words in ("editor (as they stand now)", "As they stood before", "13 11 41", "Put back"):
        assert words in page


def test_looking_changes_nothing_and_writers_do_not_look(editor, slipped):
    writer = staff.logged_in("Writer")
    assert writer.get(VERSIONS).status_code == 302
    assert put_back(writer, CrisisLinesVersion.objects.last()).status_code in (200, 403)
    assert editor.get(f"{VERSIONS}{slipped.pk}/put-back/").status_code == 405
    assert phone() == "13 11 41"


@pytest.mark.parametrize(
    "change",
    [
        lambda version: version.save(),
        lambda version: version.delete(),
        lambda version: CrisisLinesVersion.objects.update(lines=[]),
        lambda version: CrisisLinesVersion.objects.all().delete(),
    ],
)
def test_version_is_never_changed(slipped, change):
    with pytest.raises(AppendOnlyError):
        change(slipped)


@pytest.mark.parametrize(
    "sql",
    ["UPDATE clinic_crisislinesversion SET lines='[]'", "DELETE FROM clinic_crisislinesversion"],
)
def test_database_itself_refuses(slipped, sql):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert CrisisLinesVersion.objects.count() == 2
