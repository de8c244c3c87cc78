"""Who is on duty on a day, read from the roster in Clinic details.

Duty is a person with a name. Nobody is on duty while the practice is closed.
"""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q

from clinic.models import DutyTurn

OWNER = "Owner"  # the name of the role, in `clinic.staff.roles`


class Duty(NamedTuple):
    """The roster of one day; each empty where nobody stands there."""

    first: DutyTurn | None
    second: DutyTurn | None


def on(day: date) -> Duty:
    """Who is on duty on `day`: a line with dates comes before one without."""
    turns = DutyTurn.objects.select_related("person").filter(
        Q(first_day__isnull=True) | Q(first_day__lte=day),
        Q(last_day__isnull=True) | Q(last_day__gte=day),
        day=day.weekday(),
        person__is_active=True,
    )
    special_first = sorted(turns, key=lambda turn: not (turn.first_day or turn.last_day))
    found: dict[int, DutyTurn] = {}
    for turn in special_first:
        found.setdefault(turn.rank, turn)
    return Duty(found.get(DutyTurn.Rank.FIRST), found.get(DutyTurn.Rank.SECOND))


def last_resort() -> list[str]:
    """Addresses to write to where the roster has nobody: DUTY_EMAIL, or else the owners.

    Reception's inbox is not a duty.
    """
    return [settings.DUTY_EMAIL] if settings.DUTY_EMAIL else owners()


def owners() -> list[str]:
    """Addresses of everybody who is an owner."""
    users = get_user_model().objects.filter(is_active=True, groups__name=OWNER).exclude(email="")
    return sorted(set(users.values_list("email", flat=True)))
