"""Writes the access log. The entry is written before personal data is shown or changed."""

from collections.abc import Iterable
from typing import Any

from clinic.models import AccessLog

Act = AccessLog.Act


def write(act: AccessLog.Act, abouts: Iterable[str], *, by: Any, reason: str = "") -> None:
    """Write one entry for each of `abouts`, with one statement.

    `abouts` are ids such as "request:MM-7K3Q-9TXD", `by` is the user. Raises the database's
    errors: the caller must not show or change anything then.
    """
    AccessLog.objects.bulk_create(
        AccessLog(actor=by, act=act, about=about, reason=reason[:200]) for about in abouts
    )
