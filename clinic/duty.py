"""Who is on duty on a day, by the roster in Clinic details.

Callers must check opening hours: nobody is on duty while the practice is closed.
"""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q

from clinic.models import DutyTurn

OWNER = "Owner"  # name of the role in `clinic.staff.roles`


class Duty(NamedTuple):
    """The roster of one day; None where nobody is on duty."""

    first: DutyTurn | None
    second: DutyTurn | None


def on(day: date) -> Duty:
    """Return who is on duty on `day`; a line with dates takes precedence over one without."""
    turns = DutyTurn.objects.select_related("person").filter(
        Q(first_day__isnull=True) | Q(first_day__lte=day),
        Q(last_day__isnull=True) | Q(last_day__gte=day),
        day=day.weekday(),
        person__is_active=True,
    )
    dated_first = sorted(turns, key=lambda turn: not (turn.first_day or turn.last_day))
    by_rank: dict[int, DutyTurn] = {}
    for turn in dated_first:
        by_rank.setdefault(turn.rank, turn)
    return Duty(by_rank.get(DutyTurn.Rank.FIRST), by_rank.get(DutyTurn.Rank.SECOND))


def last_resort() -> list[str]:
    """Return the addresses to write to if nobody is on the roster: DUTY_EMAIL, or the owners'.

    Never reception's address, as nobody is responsible for reading it at once.
    """
    return [settings.DUTY_EMAIL] if settings.DUTY_EMAIL else owners()


def owners() -> list[str]:
    """Return the addresses of all owners."""
    users = get_user_model().objects.filter(is_active=True, groups__name=OWNER).exclude(email="")
    return sorted(set(users.values_list("email", flat=True)))
