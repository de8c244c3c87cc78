"""Sealed answers, sealed again with the newest of FIELD_KEYS."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from clinic.privacy import field_keys, sealed

BATCH = 500


def reseal_all(*, dry_run: bool) -> tuple[Counter[str], list[str]]:
    """Reseal whatever an older key sealed; counts by outcome, and the rows no key opens.

    Each row is changed in a small transaction of its own, so that the site goes on and
    whoever starts it again after it was killed finds the rest. The key check comes last:
    until it has the newest key, no start without the older ones succeeds.
    """
    counts: Counter[str] = Counter(resealed=0, newest=0, unreadable=0)
    lost = []
    for model in field_keys.sealed_models():
        for pk in _keys(model):
            outcome = _reseal(model, pk, dry_run=dry_run)
            counts[outcome] += 1
            if outcome == "unreadable":
                lost.append(f"{model._meta.label} {pk}")
    return counts, lost


def _keys(model: type[Any]) -> Iterator[object]:
    """Primary keys in order, a batch at a time: no cursor stays open over the changes."""
    rows = model._default_manager.order_by("pk").values_list("pk", flat=True)
    batch = list(rows[:BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1])[:BATCH])


def _reseal(model: type[Any], pk: object, *, dry_run: bool) -> str:
    """One row; "gone" if it was erased meanwhile."""
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
