"""Every word that readers see belongs to an edition, and no change is missed."""

import os
import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from clinic.finished_pages import changes, edition
from clinic.models import ClinicDetails, CrisisLine
from tests.pages import factories


@pytest.fixture(autouse=True)
def file(settings, tmp_path):
    settings.EDITION_FILE = str(tmp_path / "cache" / "edition")
    return tmp_path / "cache" / "edition"


@pytest.fixture
def changed(db, django_capture_on_commit_callbacks):
    """Call it with something to do: whether a new edition came with its commit."""

    def run(work):
        changes.renew()
        before = edition.current()
        connection.run_on_commit.clear()  # of what the test made before
        with django_capture_on_commit_callbacks(execute=True):
            work()
        return edition.current() != before

    return run


def test_there_is_none_before_the_first(db):
    assert edition.current() is None
    changes.renew()
    assert edition.current()


def test_each_edition_is_told_from_the_last_however_fast_they_come(db):
    tokens = set()
    for _ in range(200):
        changes.renew()
        tokens.add(edition.current())
    assert len(tokens) == 200


def test_full_disk_leaves_no_edition_rather_than_an_old_one(db, file, monkeypatch):
    changes.renew()

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "utime", full)
    changes.renew()
    assert edition.current() is None
    assert list(file.parent.iterdir()) == []


def test_machines_that_share_a_cache_share_the_edition(db, settings):
    settings.EDITION_FILE = None
    changes.renew()
    first = edition.current()
    changes.renew()
    assert first is not None
    assert edition.current() not in (None, first)


def test_publishing_starts_one_and_saving_a_draft_does_not(changed):
    page = factories.standard(slug="a-page")

    def draft():
        page.title = "Other words"
        page.save_revision()

    assert not changed(draft)
    assert changed(lambda: page.get_latest_revision().publish())


@pytest.mark.parametrize(
    "act",
    [
        lambda page: page.unpublish(),
        lambda page: page.delete(),
        lambda page: page.move(factories.therapies(), pos="last-child"),
        lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
        lambda page: ClinicDetails.current().save(),
        lambda page: CrisisLine.objects.create(clinic=ClinicDetails.current(), name="L", phone="1"),
        lambda page: call_command("sample_newsletter", verbosity=0),
    ],
    ids=["unpublish", "delete", "move", "restrict", "details", "crisis line", "newsletter"],
)
def test_change_of_what_readers_see_starts_one(changed, act):
    page = factories.standard(slug="a-page")
    assert changed(lambda: act(page))


def test_change_that_is_taken_back_starts_none(changed):
    def take_back():
        with transaction.atomic():
            ClinicDetails.current().save()
            transaction.set_rollback(True)

    assert not changed(take_back)


def test_change_whose_process_died_after_the_commit_is_noticed(
    db, django_capture_on_commit_callbacks
):
    changes.renew()
    assert changes.catch_up() == 0
    before = edition.current()
    with django_capture_on_commit_callbacks(execute=False):
        ClinicDetails.current().save()
    assert edition.current() == before
    assert changes.catch_up() == 1
    assert edition.current() != before
    assert changes.catch_up() == 0


def test_edition_stays_while_the_database_is_away(db, monkeypatch):
    changes.renew()
    before = edition.current()
    monkeypatch.setattr(changes, "_committed", lambda: changes.UNKNOWN)
    assert changes.catch_up() == 0
    assert edition.current() == before


def test_nothing_is_remembered_inside_a_transaction(db):
    changes.renew()
    assert edition.remember("number", lambda: 1) == 1
    assert edition.remember("number", lambda: 2) == 2


def test_what_is_made_once_an_edition_is_made_again_in_the_next(real_commits):
    changes.renew()
    assert edition.remember("number", lambda: 1) == 1
    assert edition.remember("number", lambda: 2) == 1
    ClinicDetails.current().save()
    assert edition.remember("number", lambda: 3) == 3


#: Tables that a page asks though no change of theirs changes a page's words.
NOT_SHOWN = {
    "django_content_type",
    "wagtailcore_locale",
    "wagtailimages_rendition",
}


def test_every_table_that_a_public_page_reads_is_watched(sample_site, db, client):
    call_command("sample", verbosity=0)
    tables = set()
    for page in Page.objects.live().filter(depth__gt=1):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(page.get_url())
        if response.status_code == 200:  # an issue is not there before it is sent
            said = " ".join(query["sql"] for query in queries)
            tables |= set(re.findall(r'(?:FROM|JOIN) "(\w+)"', said))
    watched = {m._meta.db_table for m in apps.get_models() if changes.is_watched(m)}
    assert tables - NOT_SHOWN <= watched


@pytest.mark.django_db
def test_worker_rests_between_tries_to_write_the_edition(settings, tmp_path):
    """A job that says it did something is called again at once."""
    (tmp_path / "file").touch()
    settings.EDITION_FILE = str(tmp_path / "file" / "edition")
    assert changes.catch_up() == 0
