"""Names are added, never taken back."""

import pytest

from tests.upgrade import names

WHY = {
    "columns": "The version before reads and writes them while an upgrade runs.",
    "stored values": "They stand in rows, where nobody would know them any more.",
    "addresses": "They stand in mails, bookmarks and pages that are open.",
    "form fields": "Pages that are open send them.",
    "outbox": "Mails that wait carry them.",
    "cookies": "Browsers hold them.",
    "roles": "People hold them.",
}


def taken_back(kept, today):
    """Kept names that are no more, by their place."""
    missing = {place: set(found) - {*today.get(place, [])} for place, found in kept.items()}
    return {place: sorted(found) for place, found in missing.items() if found}


@pytest.fixture(scope="module")
def today():
    return names.today()


@pytest.mark.parametrize("what", WHY)
def test_no_name_is_renamed_or_dropped(today, what):
    gone = taken_back(names.kept()[what], today[what])
    assert gone == {}, f"{what} are never renamed or dropped. {WHY[what]}"


def test_every_kind_of_name_is_kept(today):
    assert set(names.kept()) == set(today) == set(WHY)


def test_renamed_name_is_found_and_a_new_one_passes():
    kept = {"table": ["id", "name"], "old": ["id"]}
    today = {"table": ["id", "full_name"], "new": ["id"]}
    assert taken_back(kept, today) == {"table": ["name"], "old": ["id"]}
    assert taken_back(kept, kept | {"table": ["id", "name", "more"], "new": ["id"]}) == {}
