"""Re-index the names of requests when the rules of `booking.names` have changed.

The worker goes through all requests in order of creation, one transaction for each batch. A
`Mark` stores how far it has come, so that a stopped worker repeats one batch at most. New
requests are indexed again after a minute, because the previous version of the code may still
store some during an upgrade.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from booking.models import AppointmentRequest, NamePart
from booking.names import parts_of
from clinic import work
from clinic.models import Mark

#: Raise the number when `booking.names` changes, to index all requests again.
MARKER = "booking.names-indexed-2"
BATCH, BATCHES = 200, 10
DELAY = timedelta(minutes=1)


def reindex_names() -> int:
    """Index a few batches, as a job of the worker. Return the number of requests read."""
    return work.run_batches(_batch, size=BATCH, most=BATCHES)


@transaction.atomic
def _batch() -> int:
    mark: Any = Mark.objects.select_for_update().filter(name=MARKER).first()
    rows = AppointmentRequest.objects.filter(created_at__lte=timezone.now() - DELAY)
    if mark is not None:
        rows = rows.filter(created_at__gt=mark.at)
    parts = Prefetch("name_parts", queryset=NamePart.objects.order_by())
    requests = list(rows.order_by("created_at", "pk").prefetch_related(parts)[:BATCH])
    if not requests:
        return 0
    last = requests[-1].created_at
    # The mark is a timestamp, so requests with the same timestamp go into one batch.
    same_time = rows.filter(created_at=last).exclude(
        pk__in=[appointment_request.pk for appointment_request in requests]
    )
    requests += same_time.prefetch_related(parts)
    _write(requests)
    Mark.objects.update_or_create(name=MARKER, defaults={"at": last})
    return len(requests)


def _write(requests: list[AppointmentRequest]) -> None:
    new, old = [], []
    for appointment_request in requests:
        parts = parts_of(
            appointment_request.name,
            appointment_request.preferred_name,
            appointment_request.client_name,
        )
        stored = {entry.part: entry.pk for entry in appointment_request.name_parts.all()}
        new += [
            NamePart(appointment_request=appointment_request, part=part)
            for part in parts - stored.keys()
        ]
        old += [pk for part, pk in stored.items() if part not in parts]
    NamePart.objects.bulk_create(sorted(new, key=lambda entry: entry.part), ignore_conflicts=True)
    NamePart.objects.filter(pk__in=old).delete()
