"""From words to pages."""

import json
from typing import Any

from django.utils import timezone
from wagtail.models import Orderable, Page

from pages.models import ConditionPage, TherapyPage
from pages.models.clinician import ClinicianTherapy
from pages.models.therapy import TherapyCondition
from pages.sample import pictures
from pages.sample.writing import Picture

#: Fields that name other pages, written as their slugs.
ROWS: dict[str, tuple[type[Page], type[Orderable], str]] = {
    "treated_conditions": (ConditionPage, TherapyCondition, "condition"),
    "therapies": (TherapyPage, ClinicianTherapy, "therapy"),
}


def add_child(parent: Page, model: type[Page], words: dict[str, Any]) -> Page:
    """A published page made from `words`, last below `parent`."""
    page = model(**{name: _field(value) for name, value in words.items() if name not in ROWS})
    for name in ROWS.keys() & words.keys():
        setattr(page, name, _rows(*ROWS[name], words[name]))
    page.first_published_at = page.last_published_at = timezone.now()
    parent.add_child(instance=page)
    # The page is live already: one version in its history, without saving it twice more.
    version = page.save_revision(changed=False, clean=False)
    model.objects.filter(pk=page.pk).update(live_revision=version)
    return page


def change(page: Page, words: dict[str, Any]) -> None:
    """Publishes `page` with `words` in place of what it said."""
    for name, value in words.items():
        setattr(page, name, _field(value))
    page.save_revision().publish()


def _field(value: Any) -> Any:
    """Blocks as a StreamField takes them; anything else as it is."""
    is_blocks = isinstance(value, list) and value and isinstance(value[0], dict)
    return json.dumps(value, default=_image) if is_blocks else value


def _image(picture: Picture) -> int:
    return pictures.stored(picture.name).pk


def _rows(
    named: type[Page], row: type[Orderable], column: str, slugs: tuple[str, ...]
) -> list[Orderable]:
    found = {page.slug: page for page in named.objects.filter(slug__in=slugs)}
    there = [found[slug] for slug in slugs if slug in found]
    return [row(**{column: page, "sort_order": number}) for number, page in enumerate(there)]
