"""Actions on crisis lines: record a version, notify owners, restore a version."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from clinic import links
from clinic.crisis import changes
from clinic.crisis.changes import Change, Row
from clinic.mail import outbox
from clinic.models import ClinicDetails, CrisisLine, CrisisLinesVersion


def rows() -> list[Row]:
    """Return the crisis lines in the database, each with its id."""
    lines = CrisisLine.objects.order_by("sort_order", "pk")
    versioned = CrisisLinesVersion.rows(lines)
    return [row | {"id": line.pk} for line, row in zip(lines, versioned, strict=True)]


def record(before: Sequence[Row], *, by: Any, put_back: Any = None) -> CrisisLinesVersion | None:
    """Store the current lines as a version, in the caller's transaction; None if unchanged.

    `before` is the previous state, which is stored as a version, too, if it is not one yet.
    """
    old = [{name: row[name] for name in CrisisLinesVersion.FIELDS} for row in before]
    now = rows()
    new = _current_rows()
    if new == old:
        return None
    latest = CrisisLinesVersion.objects.first()
    if latest is None or latest.lines != old:
        CrisisLinesVersion.objects.create(lines=old)
    version = CrisisLinesVersion.objects.create(lines=new, by=by, put_back=put_back)
    if changed := changes.between(before, now):
        _notify_owners(changed, by)
    return version


def _current_rows() -> list[Row]:
    return CrisisLinesVersion.rows(CrisisLine.objects.order_by("sort_order", "pk"))


@transaction.atomic
def put_back(version: CrisisLinesVersion, *, by: Any) -> CrisisLinesVersion | None:
    """Restore the lines of a version. Idempotent: return None if they are the current ones."""
    clinic = ClinicDetails.objects.select_for_update().get(pk=ClinicDetails.load().pk)
    before = rows()
    if _current_rows() == version.lines:
        return None
    CrisisLine.objects.filter(clinic=clinic).delete()
    for number, row in enumerate(version.lines):
        CrisisLine.objects.create(clinic=clinic, sort_order=number, **row)
    return record(before, by=by, put_back=version)


def _notify_owners(changed: list[Change], by: Any) -> None:
    """Queue a mail to each owner; without owners to superusers, or else to reception."""
    context = {
        "changes": changed,
        "who": by.get_full_name() or by.get_username(),
        "link": links.absolute("crisis_lines"),
    }
    for address in _addresses():
        outbox.queue("clinic/crisis-lines-changed", address, context, about="crisis lines")


def _addresses() -> list[str]:
    people = get_user_model().objects.filter(is_active=True).exclude(email="")
    recipients = people.filter(groups__name="Owner") or people.filter(is_superuser=True)
    return sorted({person.email for person in recipients}) or [settings.RECEPTION_EMAIL]
