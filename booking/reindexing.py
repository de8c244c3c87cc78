"""Names of requests, indexed again as `booking.names` folds them today.

The worker goes through all requests once, in the order in which they came, a batch in a
transaction; a mark says how far it has come, so that whoever kills it loses one batch. It
also looks at each new request a minute later: an older version may still take some while
an upgrade runs.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from booking.models import AppointmentRequest, NamePart
from booking.names import parts_of
from clinic.models import Mark

#: The number goes up when `booking.names` changes: then all are indexed once more.
MARKER = "booking.names-indexed-2"
BATCH, BATCHES = 200, 10
DELAY = timedelta(minutes=1)


def reindex_names() -> int:
    """The worker's job: a few batches; returns how many requests were looked at."""
    done = 0
    for _ in range(BATCHES):
        looked_at = _batch()
        done += looked_at
        if looked_at < BATCH:
            break
    return done


@transaction.atomic
def _batch() -> int:
    mark: Any = Mark.objects.select_for_update().filter(name=MARKER).first()
    rows = AppointmentRequest.objects.filter(created_at__lte=timezone.now() - DELAY)
    if mark is not None:
        rows = rows.filter(created_at__gt=mark.at)
    parts = Prefetch("name_parts", queryset=NamePart.objects.order_by())
    found = list(rows.order_by("created_at", "pk").prefetch_related(parts)[:BATCH])
    if not found:
        return 0
    last = found[-1].created_at
    # As many as share a moment go together: the mark is a moment.
    together = rows.filter(created_at=last).exclude(
        pk__in=[appointment_request.pk for appointment_request in found]
    )
    found += together.prefetch_related(parts)
    _write(found)
    Mark.objects.update_or_create(name=MARKER, defaults={"at": last})
    return len(found)


def _write(found: list[AppointmentRequest]) -> None:
    new, old = [], []
    for appointment_request in found:
        wanted = parts_of(
            appointment_request.name,
            appointment_request.preferred_name,
            appointment_request.client_name,
        )
        kept = {entry.part: entry.pk for entry in appointment_request.name_parts.all()}
        new += [
            NamePart(appointment_request=appointment_request, part=part)
            for part in wanted - kept.keys()
        ]
        old += [pk for part, pk in kept.items() if part not in wanted]
    NamePart.objects.bulk_create(sorted(new, key=lambda entry: entry.part), ignore_conflicts=True)
    NamePart.objects.filter(pk__in=old).delete()
