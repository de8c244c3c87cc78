"""The level of requests that came in before there was a column for it."""

import pytest

from booking.models import AppointmentRequest, IntakeAnswers
from booking.safety import levels as safety_levels
from tests.booking.factories import make_request

pytestmark = pytest.mark.django_db


def forget():
    AppointmentRequest.objects.update(safety_level=None)


@pytest.mark.parametrize(("answer", "level"), [("yes", 0), ("unsure", 1), ("no", 2)])
def test_level_is_what_was_answered(answer, level):
    appointment_request = make_request(safe_now=answer)
    assert appointment_request.safety_level == level
    forget()
    assert safety_levels.fill_missing_levels() == 1
    appointment_request.refresh_from_db()
    assert appointment_request.safety_level == level


@pytest.mark.parametrize("damaged", [b"", b"nonsense", None])
def test_unreadable_counts_as_not_safe(damaged):
    appointment_request = make_request(safe_now="unsure")
    if damaged is None:
        IntakeAnswers.objects.all().delete()
    else:
        IntakeAnswers.objects.update(safe_now=damaged)
    forget()
    safety_levels.fill_missing_levels()
    appointment_request.refresh_from_db()
    assert appointment_request.safety_level == 2


def test_step_goes_on_where_it_was_killed(monkeypatch):
    monkeypatch.setattr(safety_levels, "BATCH_SIZE", 2)
    monkeypatch.setattr(safety_levels, "BATCHES", 1)
    for answer in ("yes", "no", "unsure", "yes", "no"):
        make_request(safe_now=answer)
    forget()
    assert [safety_levels.fill_missing_levels() for _ in range(4)] == [2, 2, 1, 0]
    levels = AppointmentRequest.objects.order_by("pk").values_list("safety_level", flat=True)
    assert list(levels) == [0, 2, 1, 0, 2]
