"""Whether the client of a request is a child."""

from datetime import date

from booking.models import AppointmentRequest
from booking.models.choices import ForWhom

OF_AGE = 18


def is_child(appointment_request: AppointmentRequest, today: date) -> bool:
    """Whether the request is for a child, or for somebody known to be under 18 on `today`."""
    if appointment_request.for_whom == ForWhom.CHILD:
        return True
    for_self = appointment_request.for_whom == ForWhom.SELF
    born = (
        appointment_request.date_of_birth if for_self else appointment_request.client_date_of_birth
    )
    return born is not None and _birthday_of_age(born) > today


def _birthday_of_age(born: date) -> date:
    try:
        return born.replace(year=born.year + OF_AGE)
    except ValueError:  # 29 February
        return date(born.year + OF_AGE, 3, 1)
