"""Writing down who saw what. First the entry, then the text: without an entry nobody reads."""

from collections.abc import Iterable
from typing import Any

from clinic.models import AccessLog

Act = AccessLog.Act


def write(act: AccessLog.Act, abouts: Iterable[str], *, by: Any, reason: str = "") -> None:
    """One entry for each thing that `by` did something with, by one statement.

    `abouts` are ids such as "request:MM-7K3Q-9TXD". Raises what the database raises: the
    caller must not show or change anything then.
    """
    AccessLog.objects.bulk_create(
        AccessLog(actor=by, act=act, about=about, reason=reason[:200]) for about in abouts
    )
