"""Helpers that send safety forms."""

import uuid

from django.test import Client

from booking.models import AppointmentRequest
from clinic.models import ClinicDetails, DutyTurn, OpeningHours
from tests.booking.desk.screens import at
from tests.booking.factories import make_request, make_staff
from tests.clients import StaffClient

ROUND = "/admin/booking/appointmentrequest/closing-round/"
DRILL = "/admin/booking/appointmentrequest/fire-drill/"


def client_of(role) -> tuple[Client, object]:
    user, client = make_staff(role), StaffClient()
    client.force_login(user)
    return client, user


def press(client, appointment_request, step, key=None, **form):
    data = {"key": key or uuid.uuid4()} | form
    return client.post(at(appointment_request, f"safety_{step}"), data)


def try_once(client, appointment_request, key=None, **form):
    return press(client, appointment_request, "try", key, **{"came": "no_answer"} | form)


def hand_to(client, appointment_request, user, key=None, **form):
    return press(client, appointment_request, "hand_over", key, to=user.pk, **form)


def end(client, appointment_request, key=None, **form):
    return press(
        client, appointment_request, "outcome", key, **{"outcome": "safe", "text": "Agreed"} | form
    )


def not_safe(**changes):
    return make_request(safe_now="no", **changes)


def legacy():
    appointment_request = not_safe()
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(
        safety_legacy=True, state="declined"
    )
    return appointment_request


def make_turn(user, day, rank=1, phone="02 5550 0190"):
    return DutyTurn.objects.create(
        clinic=ClinicDetails.load(), person=user, day=day, rank=rank, phone=phone
    )


def opened(day, opens, closes):
    """The practice is here on this weekday only."""
    OpeningHours.objects.all().delete()
    OpeningHours.objects.create(clinic=ClinicDetails.load(), day=day, opens=opens, closes=closes)
