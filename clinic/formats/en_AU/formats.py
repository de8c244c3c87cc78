"""Date and time formats of Django admin and Wagtail: 23 November 2026, 17:25; day first.

Input is normalised before these formats are tried (`clinic.form_fields.dates`). Years of two
digits and the month before the day are not accepted, because both are ambiguous.
"""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
FIRST_DAY_OF_WEEK = 1

#: Fields show their value in the first format; Django adds 2026-11-27.
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%I:%M %p", "%I %p"]
DATETIME_INPUT_FORMATS = [
    f"{day} {time}" for day in [*DATE_INPUT_FORMATS, "%Y-%m-%d"] for time in TIME_INPUT_FORMATS
]
