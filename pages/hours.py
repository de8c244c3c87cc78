"""Opening hours as text."""

from collections.abc import Iterable
from datetime import time
from itertools import groupby
from typing import Any

from clinic.working_days import clock


def opening_hours_lines(spans: Iterable[Any]) -> list[str]:
    """Return lines such as “Monday to Friday, 9 am to 5 pm”.

    Consecutive days with the same hours share a line.
    """
    hours_by_day: dict[int, list[tuple[time, time]]] = {}
    names: dict[int, str] = {}
    for span in sorted(spans, key=lambda s: (s.day, s.opens)):
        hours_by_day.setdefault(span.day, []).append((span.opens, span.closes))
        names[span.day] = span.get_day_display()
    # Consecutive days with the same hours have the same key.
    ordered = list(enumerate(sorted(hours_by_day)))
    lines = []
    for _, run in groupby(ordered, key=lambda pair: (pair[1] - pair[0], hours_by_day[pair[1]])):
        days = [day for _, day in run]
        hours = " and ".join(f"{clock(o)} to {clock(c)}" for o, c in hours_by_day[days[0]])
        lines.append(f"{_days(names[days[0]], names[days[-1]], len(days))}, {hours}")
    return lines


def _days(first: str, last: str, count: int) -> str:
    if count == 1:
        return first
    return f"{first} and {last}" if count == 2 else f"{first} to {last}"
