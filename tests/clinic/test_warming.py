"""Pages are made before anyone asks for them."""

from types import SimpleNamespace

import pytest

from clinic.finished_pages import changes, warming
from tests.pages import factories


@pytest.fixture
def asked(settings, tmp_path, monkeypatch, db):
    """The paths asked for so far, on a site that has an edition."""
    settings.EDITION_FILE = str(tmp_path / "edition")
    changes.renew()
    paths = []
    monkeypatch.setattr(warming, "request_page", paths.append)
    return paths


@pytest.fixture
def clock(monkeypatch):
    """Seconds as the warmer counts them; add to `clock.now`."""
    clock = SimpleNamespace(now=100.0)
    # Its own name for the module: everybody else's time goes on.
    monkeypatch.setattr(warming, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


def work_through(warmer):
    while warmer():
        pass


def test_every_public_page_is_asked_for_once_an_edition(asked, clock):
    factories.therapy("Walking Therapy")
    factories.standard("A draft", slug="a-draft", live=False)
    warmer = warming.Warmer()
    work_through(warmer)
    assert asked[0] == "/"
    assert sorted(asked) == ["/", "/therapies/", "/therapies/walking-therapy/"]
    asked.clear()
    work_through(warmer)
    assert asked == []
    changes.renew()
    work_through(warmer)
    clock.now += warming.QUIET_SECONDS
    work_through(warmer)
    assert len(asked) == 3


def test_many_changes_in_a_row_make_all_pages_once(asked, clock):
    factories.standard("A page")
    warmer = warming.Warmer()
    work_through(warmer)
    asked.clear()
    for _ in range(3):
        changes.renew()
        clock.now += warming.QUIET_SECONDS - 1
        work_through(warmer)
    assert asked == []
    clock.now += warming.QUIET_SECONDS
    work_through(warmer)
    assert len(asked) == 2


def test_change_while_pages_are_made_leaves_the_old_ones(asked, clock):
    for number in range(warming.BATCH_SIZE):
        factories.standard(f"Page {number}")
    warmer = warming.Warmer()
    warmer()
    changes.renew()
    assert warmer() == 0


def test_without_an_edition_nothing_is_asked_for(asked, settings, tmp_path):
    settings.EDITION_FILE = str(tmp_path / "none")
    assert warming.Warmer()() == 0


def test_a_few_pages_at_a_time_leave_room_for_mail(asked):
    for number in range(warming.BATCH_SIZE):
        factories.standard(f"Page {number}")
    assert warming.Warmer()() == warming.BATCH_SIZE


def test_asking_makes_the_page_as_a_reader_gets_it(db):
    said = []

    def site(environ, start_response):
        said.append(environ)
        start_response("200 OK", [])
        return [b""]

    warming.request_page("/caf%C3%A9/", site)
    assert said[0]["PATH_INFO"].encode("latin-1").decode() == "/café/"
    assert said[0]["HTTP_HOST"] == "testserver"
