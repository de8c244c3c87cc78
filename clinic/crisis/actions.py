"""Keep a version of the crisis lines, tell the owner, put an earlier version back."""

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
    """The crisis lines as they stand in the database, each with its id."""
    lines = CrisisLine.objects.order_by("sort_order", "pk")
    return [row | {"id": line.pk} for line, row in zip(lines, kept(lines), strict=True)]


def kept(lines: Any) -> list[Row]:
    return CrisisLinesVersion.rows(lines)


def record(before: Sequence[Row], *, by: Any, put_back: Any = None) -> CrisisLinesVersion | None:
    """Keep the lines as they stand now, in the caller's transaction; None if nothing changed.

    `before` is how they stood; it is kept, too, if no version says so yet.
    """
    old = [{name: row[name] for name in CrisisLinesVersion.FIELDS} for row in before]
    now = rows()
    new = kept(CrisisLine.objects.order_by("sort_order", "pk"))
    if new == old:
        return None
    latest = CrisisLinesVersion.objects.first()
    if latest is None or latest.lines != old:
        CrisisLinesVersion.objects.create(lines=old)
    version = CrisisLinesVersion.objects.create(lines=new, by=by, put_back=put_back)
    if found := changes.between(before, now):
        _tell(found, by)
    return version


@transaction.atomic
def put_back(version: CrisisLinesVersion, *, by: Any) -> CrisisLinesVersion | None:
    """The lines as a version has them. Twice is once."""
    clinic = ClinicDetails.objects.select_for_update().get(pk=ClinicDetails.load().pk)
    before = rows()
    if kept(CrisisLine.objects.order_by("sort_order", "pk")) == version.lines:
        return None
    CrisisLine.objects.filter(clinic=clinic).delete()
    for number, row in enumerate(version.lines):
        CrisisLine.objects.create(clinic=clinic, sort_order=number, **row)
    return record(before, by=by, put_back=version)


def _tell(found: list[Change], by: Any) -> None:
    """A mail to each owner; without one to those who run the site, so that somebody knows."""
    context = {
        "changes": found,
        "who": by.get_full_name() or by.get_username(),
        "link": links.absolute("crisis_lines"),
    }
    for address in _addresses():
        outbox.queue("clinic/crisis-lines-changed", address, context, about="crisis lines")


def _addresses() -> list[str]:
    people = get_user_model().objects.filter(is_active=True).exclude(email="")
    found = people.filter(groups__name="Owner") or people.filter(is_superuser=True)
    return sorted({person.email for person in found}) or [settings.RECEPTION_EMAIL]
