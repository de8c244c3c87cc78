"""Checks that FIELD_KEYS are the keys with which this database was encrypted.

With wrong keys the site would start, and the first log-in of staff would fail. One encrypted
row is decrypted at every start and by `/readyz`.
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
#: How many of the newest rows of each model are decrypted where there is no key check yet.
SAMPLE_SIZE = 5


def sealed_models() -> list[type[Any]]:
    """Return every model with sealed columns, the key check last."""
    found = [model for model in apps.get_models() if hasattr(model, "SEALED_COLUMNS")]
    return sorted(found, key=lambda model: model is KeyCheck)


def keys_open_database() -> bool:
    """Whether FIELD_KEYS decrypt the sealed columns of this database."""
    check = KeyCheck.objects.first()
    if check is not None:
        return _can_open(check, "sealed")
    # A database without a key check: one readable row suffices, as another's key may be lost.
    found = [pair for model in sealed_models() for pair in _newest_sealed(model)]
    return not found or any(_can_open(row, column) for row, column in found)


def _newest_sealed(model: type[Any]) -> Iterator[tuple[Any, str]]:
    """Yield the newest rows with each sealed column that is not empty."""
    for row in model._default_manager.order_by("-pk")[:SAMPLE_SIZE]:
        yield from ((row, column) for column in model.SEALED_COLUMNS if getattr(row, column))


def _can_open(row: Any, column: str) -> bool:
    try:
        sealed.open_sealed(getattr(row, column), place=row.place_of(column))
    except sealed.UnreadableError:
        return False
    return True


def refuse_wrong_keys() -> None:
    """Refuse to start with wrong keys; store the key check for the next start.

    A database that is away or not migrated yet is not checked: a warning is logged.
    """
    try:
        with transaction.atomic():
            if opened := keys_open_database():
                KeyCheck.ensure()
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
