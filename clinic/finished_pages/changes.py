"""When a new edition begins: every change of a word that readers can see.

A change writes its moment into the database together with itself; after the commit a new
edition begins. If the process dies between the two, the worker notices (`catch_up`).
"""

import logging
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models.signals import post_delete, post_save

from clinic.finished_pages import edition

logger = logging.getLogger(__name__)

UNKNOWN = "unknown"  # the moment of the last change while the database is away
MARK = "edition"  # the name of the `Mark`
#: What saving a draft writes on the page itself; no reader sees it.
DRAFT_FIELDS = {
    "latest_revision",
    "latest_revision_created_at",
    "draft_title",
    "has_unpublished_changes",
}

_watched: set[type[models.Model]] = set()


def renew() -> None:
    """Start a new edition; without one, finished pages are not served at all."""
    try:
        edition.start(_committed())
    except Exception as error:
        # The change itself is committed. `catch_up` tries again.
        logger.error("edition: %s", type(error).__name__)


def _committed() -> str:
    """The moment of the last change that the database knows."""
    from clinic.models import Mark

    try:
        mark = Mark.objects.filter(name=MARK).first()
    except DatabaseError:
        return UNKNOWN
    return mark.at.isoformat() if mark else "never"


def catch_up() -> int:
    """Renew the edition if a change was committed that it does not know; 1 if that was done."""
    token, committed = edition.current(), _committed()
    # While the database is away nothing changes, and the kept pages are all there is.
    if token is not None and committed in (token.split(" ")[0], UNKNOWN):
        return 0
    renew()
    # What could not be written is tried again after a pause, not at once and for ever.
    return int(edition.current() not in (None, token))


def shows(*labels: str) -> None:
    """Have changes of these models (`app.Model`) start a new edition as well."""
    for label in labels:
        _listen(apps.get_model(label))


def watch() -> None:
    """Listen to all models of which public pages show rows, whatever room they are in."""
    from wagtail.signals import post_page_move

    for model in apps.get_models():
        if _is_part_of_pages(model):
            _listen(model)
    # Moving rewrites the addresses of a whole branch without saving each page.
    post_page_move.connect(_changed, dispatch_uid="edition")


def is_watched(model: type[models.Model]) -> bool:
    return model in _watched


def _is_part_of_pages(model: type[models.Model]) -> bool:
    """Pages, who may read them, settings and pictures, and the parts of these."""
    from modelcluster.fields import ParentalKey
    from wagtail.contrib.settings.models import BaseGenericSetting
    from wagtail.images.models import AbstractImage
    from wagtail.models import Page, PageViewRestriction, Site

    if issubclass(model, (Page, BaseGenericSetting, AbstractImage, PageViewRestriction, Site)):
        return True
    parents = [f.related_model for f in model._meta.fields if isinstance(f, ParentalKey)]
    return any(_is_part_of_pages(parent) for parent in parents)


def _listen(model: type[models.Model]) -> None:
    _watched.add(model)
    for signal in (post_save, post_delete):
        signal.connect(_changed, sender=model, dispatch_uid="edition")


def _changed(**event: Any) -> None:
    """A row that readers see was saved or deleted: a new edition once that is committed."""
    fields = event.get("update_fields")
    if fields and set(fields) <= DRAFT_FIELDS:
        return
    if any(hook[1] is renew for hook in connection.run_on_commit):
        return
    from clinic.models import Mark

    Mark.set(MARK)
    transaction.on_commit(renew)
