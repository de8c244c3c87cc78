"""Whether FIELD_KEYS are those that this database was sealed with.

A wrong key opens nothing and says nothing: the site would start, and the first log-in of
staff would fail. One sealed row is asked at every start and by `/readyz`.
"""

import logging
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import DatabaseError, transaction

from clinic.deployment.environment import refuse
from clinic.models import KeyCheck
from clinic.privacy import sealed

logger = logging.getLogger(__name__)
#: How many of the newest rows of each model are opened where no check was kept yet.
NEWEST = 5


def sealed_models() -> list[type[Any]]:
    """Every model with sealed columns, the key check last."""
    found = [model for model in apps.get_models() if hasattr(model, "SEALED_COLUMNS")]
    return sorted(found, key=lambda model: model is KeyCheck)


def open_database() -> bool:
    """Whether FIELD_KEYS open what this database holds."""
    check = KeyCheck.objects.first()
    if check is not None:
        return _opens(check, "sealed")
    # Used before there was a check: one of a few rows is enough, another may have been lost.
    found = [pair for model in sealed_models() for pair in _newest(model)]
    return not found or any(_opens(row, column) for row, column in found)


def _newest(model: type[Any]) -> Iterator[tuple[Any, str]]:
    """Rows with a column that holds something."""
    for row in model._default_manager.order_by("-pk")[:NEWEST]:
        yield from ((row, column) for column in model.SEALED_COLUMNS if getattr(row, column))


def _opens(row: Any, column: str) -> bool:
    try:
        sealed.open_sealed(getattr(row, column), place=row.place_of(column))
    except sealed.UnreadableError:
        return False
    return True


def refuse_wrong() -> None:
    """End a start with other keys in one line; keep the check for the next start.

    A database that is away, or not set up yet, is no reason: the site starts and says so.
    """
    try:
        with transaction.atomic():
            if opened := open_database():
                KeyCheck.keep()
    except DatabaseError:
        logger.warning("FIELD_KEYS were not checked: the database is away or not migrated")
        return
    if not opened:
        refuse(
            [
                "FIELD_KEYS: they do not open what this database holds. Put back the keys it was "
                "used with; see “Change FIELD_KEYS” in docs/deployment.md."
            ]
        )
