"""A wrong number here is the worst mistake this site can make: change both on purpose."""

from datetime import date

import pytest

from clinic import crisis
from clinic.models import ClinicDetails

LINES = [
    ("Emergency", "tel:000", ""),
    ("Lifeline", "tel:131114", "sms:0477131114"),
    ("Suicide Call Back Service", "tel:1300659467", ""),
    ("13YARN", "tel:139276", ""),
    ("Kids Helpline", "tel:1800551800", ""),
    ("1800RESPECT", "tel:1800737732", ""),
]


def links(lines):
    return [(line.name, line.phone_href, line.text_href if line.text else "") for line in lines]


def test_error_pages_show_these_lines():
    assert links(crisis.CRISIS_LINES) == LINES


@pytest.mark.django_db
def test_new_site_starts_with_these_lines_and_a_day_to_check_them():
    details = ClinicDetails.current()
    assert links(details.crisis_lines.all()) == LINES
    assert details.crisis_review_by == crisis.REVIEW_BY == date(2027, 5, 31)
