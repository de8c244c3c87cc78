"""While an upgrade runs, the version before goes on working on the new tables."""

import pytest

from booking.models import AppointmentRequest
from newsletter.models import ConsentEvent
from tests.upgrade import baseline, old_code
from tests.upgrade.scratch import url_of


@pytest.fixture(scope="module")
def done(scratch, tmp_path_factory):
    """What people did with the version before, on a database migrated to the end."""
    return old_code.run(url_of(scratch), tmp_path_factory.mktemp("before") / "var")


@pytest.fixture
def stored(scratch, done):
    """The requests, as this version reads them."""
    requests = AppointmentRequest.objects.using(scratch.alias)
    return [requests.get(reference=reference) for reference in done["asked"]]


def test_people_ask_come_back_are_answered_and_subscribe(done):
    assert len(done["asked"]) == 3
    assert done["subscribed"] == "confirmed"
    assert done["sent"]


def test_what_the_version_before_wrote_is_read_by_this_one(stored):
    for asked in stored:
        assert asked.answers.read("message") == "Words of the version before"
    assert stored[0].replies.get().read() == "We can help."
    assert stored[0].answered_at
    assert stored[-1].added_words.get().read() == "One word more"


def test_consent_the_version_before_took_is_whole(scratch, done):
    given = ConsentEvent.objects.using(scratch.alias).get(kind="confirmed")
    assert given.wording_text.startswith("Mind Matters Psychology will use the information")


def test_baseline_names_the_last_migrations_of_its_commit():
    for room, name in baseline.MIGRATIONS.items():
        files = (old_code.tree() / room / "migrations").glob("[0-9]*.py")
        assert max(path.stem for path in files) == name


def test_clone_without_the_version_before_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(old_code, "COMMIT", "0" * 40)
    monkeypatch.setattr(old_code, "TREES", tmp_path)
    with pytest.raises(old_code.NoHistoryError, match="git fetch --unshallow"):
        old_code.tree()
