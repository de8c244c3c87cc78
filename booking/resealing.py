"""Re-encrypt all sealed columns with the first key of FIELD_KEYS."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from clinic.privacy import field_keys, sealed

BATCH = 500


def reseal_all(*, dry_run: bool) -> tuple[Counter[str], list[str]]:
    """Reseal rows that an older key sealed. Return counts by result, and unreadable rows.

    Each row is changed in a transaction of its own, so that the site keeps serving and a
    second run continues where the first was stopped. The key check comes last: until it is
    resealed, the site does not start without the older keys.
    """
    counts: Counter[str] = Counter(resealed=0, newest=0, unreadable=0)
    unreadable = []
    for model in field_keys.sealed_models():
        for pk in _primary_keys(model):
            result = _reseal(model, pk, dry_run=dry_run)
            counts[result] += 1
            if result == "unreadable":
                unreadable.append(f"{model._meta.label} {pk}")
    return counts, unreadable


def _primary_keys(model: type[Any]) -> Iterator[object]:
    """Yield primary keys in order, read in batches, so that no cursor stays open."""
    rows = model._default_manager.order_by("pk").values_list("pk", flat=True)
    batch = list(rows[:BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1])[:BATCH])


def _reseal(model: type[Any], pk: object, *, dry_run: bool) -> str:
    """Reseal one row and return the result: resealed, newest, unreadable or gone (erased)."""
    with transaction.atomic():
        row = model._default_manager.select_for_update().filter(pk=pk).first()
        if row is None:
            return "gone"
        try:
            fresh = {
                c: sealed.reseal(getattr(row, c), place=row.place_of(c))
                for c in model.SEALED_COLUMNS
            }
        except sealed.UnreadableError:
            return "unreadable"
        changed = {c: data for c, data in fresh.items() if data != bytes(getattr(row, c))}
        if changed and not dry_run:
            model._default_manager.filter(pk=pk).update(**changed)
    return "resealed" if changed else "newest"
