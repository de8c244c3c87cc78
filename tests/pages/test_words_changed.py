"""The moment at which a page's words last changed: what the sitemap says."""

from datetime import date

import pytest

from pages.models import StandardPage
from tests.pages import factories

pytestmark = pytest.mark.django_db
LIST = {"type": "bullet_list", "value": ["One", "Two"]}


@pytest.fixture
def page():
    body = factories.stream(("paragraph", "<p>Old.</p>"), ("bullet_list", ["One", "Two"]))
    page = factories.standard(body=body)
    page.save_revision().publish()
    return page


def publish(page, **changes):
    """As an editor does: open the newest version, change it, publish; the moment afterwards."""
    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk).words_changed_at


def test_publishing_again_without_a_change_keeps_the_moment(page):
    first = publish(page)
    assert first is not None
    assert publish(page) == first


def test_dates_and_settings_are_no_words(page):
    first = publish(page)
    changes = {"reviewed_on": date(2026, 11, 23), "review_by": date(2027, 11, 23)}
    assert publish(page, **changes, show_in_menus=True, slug="moved") == first


def test_new_ids_of_the_same_blocks_are_no_words(page):
    first = publish(page)
    items = [{"type": "item", "value": text, "id": text} for text in LIST["value"]]
    body = factories.stream(("paragraph", "<p>Old.</p>"), ("bullet_list", items))
    assert publish(page, body=body) == first


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Another title"},
        {"lead": "Another lead."},
        {"body": factories.stream(("paragraph", "<p>New.</p>"))},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_new_words_move_the_moment(page, changes):
    first = publish(page)
    assert publish(page, **changes) > first


def test_draft_moves_nothing(page):
    first = publish(page)
    draft = page.get_latest_revision_as_object()
    draft.title = "Not yet"
    draft.save_revision()
    assert StandardPage.objects.get(pk=page.pk).words_changed_at == first


def test_copy_has_a_moment_of_its_own(page):
    publish(page)
    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=False)
    assert copy.words_changed_at is None
