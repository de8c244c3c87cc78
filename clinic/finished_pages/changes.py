"""Starts a new edition after every change that readers can see.

A change stores its time in the database in its own transaction; after the commit a new
edition starts. If the process dies between the two, the worker starts it (`catch_up`).
"""

import logging
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models.signals import post_delete, post_save

from clinic.finished_pages import edition

logger = logging.getLogger(__name__)

UNKNOWN = "unknown"  # the time of the last change while the database is away
MARK_NAME = "edition"  # the name of the `Mark`
#: Columns of a page that saving a draft changes; readers see none of them.
DRAFT_FIELDS = {
    "latest_revision",
    "latest_revision_created_at",
    "draft_title",
    "has_unpublished_changes",
}

_watched: set[type[models.Model]] = set()


def renew() -> None:
    """Start a new edition; without an edition no cached page is served."""
    try:
        edition.start(_committed())
    except Exception as error:
        # The change itself is committed. `catch_up` tries again.
        logger.error("edition: %s", type(error).__name__)


def _committed() -> str:
    """Return the time of the last committed change, as text."""
    from clinic.models import Mark

    try:
        mark = Mark.objects.filter(name=MARK_NAME).first()
    except DatabaseError:
        return UNKNOWN
    return mark.at.isoformat() if mark else "never"


def catch_up() -> int:
    """Start a new edition if the current one is older than the last change; 1 if so."""
    token, committed = edition.current(), _committed()
    # While the database is away nothing changes, and cached pages are all there is.
    if token is not None and committed in (token.split(" ")[0], UNKNOWN):
        return 0
    renew()
    # If it could not be written, 0: the worker pauses before it tries again.
    return int(edition.current() not in (None, token))


def watch_models(*labels: str) -> None:
    """Start a new edition after changes of these models (`app.Model`) as well."""
    for label in labels:
        _watch(apps.get_model(label))


def watch_page_models() -> None:
    """Watch all models whose rows public pages show, in whatever app they are."""
    from wagtail.signals import post_page_move

    for model in apps.get_models():
        if _is_part_of_pages(model):
            _watch(model)
    # Moving a page changes the addresses of its descendants without saving them.
    post_page_move.connect(_changed, dispatch_uid="edition")


def is_watched(model: type[models.Model]) -> bool:
    return model in _watched


def _is_part_of_pages(model: type[models.Model]) -> bool:
    """Whether a model is a page, a restriction, a setting or an image, or a child of one."""
    from modelcluster.fields import ParentalKey
    from wagtail.contrib.settings.models import BaseGenericSetting
    from wagtail.images.models import AbstractImage
    from wagtail.models import Page, PageViewRestriction, Site

    if issubclass(model, (Page, BaseGenericSetting, AbstractImage, PageViewRestriction, Site)):
        return True
    parents = [f.related_model for f in model._meta.fields if isinstance(f, ParentalKey)]
    return any(_is_part_of_pages(parent) for parent in parents)


def _watch(model: type[models.Model]) -> None:
    _watched.add(model)
    for signal in (post_save, post_delete):
        signal.connect(_changed, sender=model, dispatch_uid="edition")


def _changed(**event: Any) -> None:
    """Start a new edition after the commit; signal handler for saved and deleted rows."""
    fields = event.get("update_fields")
    if fields and set(fields) <= DRAFT_FIELDS:
        return
    if any(hook[1] is renew for hook in connection.run_on_commit):
        return
    from clinic.models import Mark

    Mark.set(MARK_NAME)
    transaction.on_commit(renew)
