"""Sample clinic details, for fields that are empty."""

from datetime import date

from wagtail.models import Site

from clinic.crisis import REVIEWED, Line
from clinic.models import ClinicDetails, CrisisLine, Holiday

#: Numbers (ACMA) and names (RFC 2606) reserved for examples.
DETAILS = {
    "phone": "02 5550 0123",
    "email": "hello@example.org",
    "address": "1 Sample Street\nSydney NSW 2000",
}

#: Public holidays in New South Wales over the summer.
HOLIDAYS = {
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 28): "Boxing Day (additional day)",
    date(2027, 1, 1): "New Year’s Day",
    date(2027, 1, 26): "Australia Day",
}

REVIEWED_NAMES = ("Medicare Mental Health", "Open Arms", "TIS National")
#: Crisis lines of sample pages, in addition to those on every page.
ADDITIONAL_LINES = (
    *(line for line in REVIEWED if line.name in REVIEWED_NAMES),
    Line("StandBy", "1300 727 247", note="After a suicide"),
    Line("Carer Gateway", "1800 422 737", note="For carers, on weekdays"),
)


def fill() -> None:
    clinic = ClinicDetails.load()
    _add_lines(clinic)
    # Without a name, the admin's home page shows "localhost".
    Site.objects.filter(site_name="").update(site_name=clinic.name)
    for name, value in DETAILS.items():
        ClinicDetails.objects.filter(**{name: ""}).update(**{name: value})
    if not clinic.holidays.exists():
        Holiday.objects.bulk_create(
            Holiday(clinic=clinic, date=day, name=name, sort_order=number)
            for number, (day, name) in enumerate(HOLIDAYS.items())
        )


def _add_lines(clinic: ClinicDetails) -> None:
    existing = set(CrisisLine.objects.values_list("name", flat=True))
    CrisisLine.objects.bulk_create(
        CrisisLine(
            clinic=clinic,
            sort_order=100 + number,
            name=line.name,
            phone=line.phone,
            note=line.note,
            on_every_page=False,
        )
        for number, line in enumerate(ADDITIONAL_LINES)
        if line.name not in existing
    )
