"""Save sample content as pages."""

from typing import Any

from django.utils import timezone
from wagtail.models import Orderable, Page

from pages.sample.content import RELATIONS


def add_child(parent: Page, model: type[Page], fields: dict[str, Any]) -> Page:
    """Create a published page as the last child of `parent`."""
    page = model(**{name: value for name, value in fields.items() if name not in RELATIONS})
    for name in RELATIONS.keys() & fields.keys():
        setattr(page, name, _rows(*RELATIONS[name], fields[name]))
    page.first_published_at = page.last_published_at = timezone.now()
    parent.add_child(instance=page)
    # The page is live already: store one revision without saving the page twice more.
    revision = page.save_revision(changed=False, clean=False)
    model.objects.filter(pk=page.pk).update(live_revision=revision)
    return page


def change(page: Page, fields: dict[str, Any]) -> None:
    """Set `fields` on an existing page and publish it."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def _rows(
    target: type[Page], row: type[Orderable], column: str, slugs: list[str]
) -> list[Orderable]:
    """Return an unsaved row for each page that exists, in the order of `slugs`."""
    by_slug = {page.slug: page for page in target.objects.filter(slug__in=slugs)}
    existing = [by_slug[slug] for slug in slugs if slug in by_slug]
    return [row(**{column: page, "sort_order": number}) for number, page in enumerate(existing)]
