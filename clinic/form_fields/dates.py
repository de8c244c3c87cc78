"""Form fields for dates and times as people in Australia type them.

Ambiguous input is refused with a message that says what to type; it never becomes another day.
`tidy` normalises input to the formats of `clinic.formats`.
"""

import re
from calendar import monthrange
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS

from clinic.form_fields.typed import figures

DAY = "Enter a day such as 27/11/2026 or 27 November 2026."
TIME = "Enter a time such as 9:00, 14:30 or 9 am."
MOMENT = "Enter a day and a time such as 27/11/2026 9:00 or 27 November 2026 2:30 pm."
CLOCKS = "The clocks change then: this time does not exist, or comes twice. Choose another."
FOUR_DIGITS = "Write the year with four digits, such as 27/11/2026."
#: Years outside this range are refused as typing errors.
FIRST_YEAR, LAST_YEAR = 1900, 2999

_ISO = re.compile(r"\d{4}-\d\d-\d\d[tT ]\d\d:\d\d.*")
_WEEKDAY = re.compile(r"\b(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:[a-z]*day)?\b\.?")
#: Replacements in this order.
_TIDY = (
    (re.compile(r"[,\s\u00a0\u202f]+"), " "),
    (_WEEKDAY, ""),
    (re.compile(r"(?<=\d)(?:st|nd|rd|th)\b"), ""),
    (re.compile(r"\bsept\b"), "sep"),
    # 27-Nov-2026, 27Nov2026, Nov.
    (re.compile(r"(?<=\d)[-/. ]*(?=[a-z])|(?<=[a-z])[-/. ]*(?=\d)"), " "),
    (re.compile(r" ?/ ?"), "/"),
    (re.compile(r"\b([ap])\.? ?m\b\.?"), r"\1m"),
    (re.compile(r"\b(?:at|of)\b"), " "),
    (re.compile(r"\b(?:12 )?noon\b"), "12:00"),
    # November 27 2026 is unambiguous; 11/27/2026 is refused.
    (re.compile(r"^ ?([a-z]{3,}) (\d{1,2}) (\d{4})\b"), r"\2 \1 \3"),
    # 27.11. 2026 and 27. 11. 2026 are 27.11.2026.
    (re.compile(r"(?<=\d)\. ?(?=\d{1,2}\.|\d{4}\b)"), "."),
    # 9.30, but not within 27.11.2026.
    (re.compile(r"(?<![\d.])(\d{1,2})\.(\d\d)(?= ?[ap]m$|$)"), r"\1:\2"),
    (re.compile(r" +"), " "),
)
_IN_FIGURES = re.compile(r"(?P<day>\d{1,2})([/.\- ])(?P<month>\d{1,2})\2(?P<year>\d+)\b.*")
_IN_WORDS = re.compile(r"(?P<day>\d{1,2}) (?P<month>[a-z]{3,}) (?P<year>\d+)\b.*")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)\b.*")
_SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER_OF_MONTH = {name: n for n, name in enumerate(_SHORT, 1)}
_FORMS = (_IN_FIGURES, _IN_WORDS, _YEAR_FIRST)
_DAY_ONLY = re.compile(r"\d{1,2}([/.\- ])(?:\d{1,2}|[a-z]{3,})\1\d{4}|\d{4}-\d\d?-\d\d?")


def tidy(typed: str) -> str:
    """Normalise to lower case without weekday, "th" and comma, such as 27 nov 2026 9 am."""
    text = figures(typed).lower()
    for pattern, replacement in _TIDY:
        text = pattern.sub(replacement, text)
    return text.strip(" .")


def why_not(text: str, otherwise: str) -> str:
    """Return the error message for a tidy text with an invalid day; `otherwise` without one."""
    match = next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)
    if not match:
        return otherwise
    day, year = int(match["day"]), match["year"]
    month = _NUMBER_OF_MONTH.get(match["month"][:3]) or _number(match["month"])
    if len(year) != 4:
        return FOUR_DIGITS
    if month > 12 >= day:
        return f"There is no month {month}. Write the day first: {month}/{day}/{year}."
    missing = no_such_day(day, month, int(year))
    return f"{missing} {DAY}" if missing else otherwise


def no_such_day(day: int, month: int, year: int) -> str | None:
    """Return a message if the month does not have this day, else None."""
    if 1 <= month <= 12 and not 1 <= day <= monthrange(year or 1, month)[1]:
        return f"{MONTHS[month]} {year} has no day {day}."
    return None


def _number(figures: str) -> int:
    """Return the number, 0 for a word that is not one."""
    return int(figures) if figures.isdecimal() else 0


def _is_day_only(text: str) -> bool:
    return bool(_DAY_ONLY.fullmatch(text))


def _with_a_likely_year(day: Any) -> Any:
    if isinstance(day, date) and day.year < 100:  # 31/5/0026: a year of two digits
        raise ValidationError(FOUR_DIGITS, code="year")
    if isinstance(day, date) and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(f"Check the year: {day.year:04}.", code="year")
    return day


class TypedDateField(forms.DateField):
    """A date; 5/12/2026 is always in December."""

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        text = tidy(value)
        try:
            day = super().to_python(text)
        except ValidationError:
            raise ValidationError(why_not(text, DAY), code="invalid") from None
        return _with_a_likely_year(day)


class TypedTimeField(forms.TimeField):
    """A time in 12-hour or 24-hour format."""

    default_error_messages = {"invalid": TIME}

    def to_python(self, value: Any) -> Any:
        return super().to_python(tidy(value) if isinstance(value, str) else value)


class TypedDateTimeField(forms.DateTimeField):
    """A date and time in the site's time zone; a date alone is refused."""

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        text = value.strip() if _ISO.fullmatch(value.strip()) else tidy(value)
        if _is_day_only(text):
            raise ValidationError(f"Add the time. {MOMENT}", code="invalid")
        try:
            moment = super().to_python(text)
        except ValidationError as error:
            clocks = error.code == "ambiguous_timezone"
            raise ValidationError(
                CLOCKS if clocks else why_not(text, MOMENT), code="invalid"
            ) from None
        return _with_a_likely_year(moment)
