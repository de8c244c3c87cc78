import uuid

import pytest
from django.db import IntegrityError, transaction

from booking.models import AppointmentRequest, RequestEvent
from booking.models.choices import Kind as RequestKind
from clinic.privacy.append_only import AppendOnlyError
from tests.booking.factories import FOR_CHILD, make_request, make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "other"},
        {"state": "lost"},
        {"contact_preference": "phone", "phone": ""},
        {"contact_preference": "sms", "phone": ""},
        {"for_whom": "child"},
        {"for_whom": "other", "relationship": "aunt"},
        {"client_name": "Sample Child"},
        {"referral": ""},
        {"kind": RequestKind.EXISTING_CLIENT},
        {"kind": RequestKind.ASSESSMENT},
    ],
)
def test_database_refuses_what_must_not_be(changes):
    appointment_request = make_request()
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentRequest.objects.filter(pk=appointment_request.pk).update(**changes)


@pytest.mark.parametrize("column", ["form_key", "reference"])
def test_database_refuses_two_of_a_kind(column):
    one, other = make_request(), make_request()
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentRequest.objects.filter(pk=other.pk).update(**{column: getattr(one, column)})


def test_event_needs_its_actor():
    appointment_request = make_request()
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestEvent.objects.create(
            appointment_request=appointment_request, kind="noted", actor_kind="staff"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestEvent.objects.create(
            appointment_request=appointment_request,
            kind="noted",
            actor_kind="client",
            actor=make_staff("Lead"),
        )


def test_events_are_only_added():
    event = make_request().events.get()
    event.note = "changed"
    for change in (
        event.save,
        event.delete,
        RequestEvent.objects.all().delete,
        lambda: RequestEvent.objects.update(note="changed"),
    ):
        with pytest.raises(AppendOnlyError):
            change()
    assert RequestEvent.objects.get().note == ""


def test_initials_are_of_the_person_it_is_for():
    assert make_request(name="Sample van der Person").initials == "SP"
    assert make_request(name="Cher").initials == "C"
    assert make_request(**FOR_CHILD).initials == "SC"


def test_form_key_is_a_random_uuid():
    assert isinstance(make_request().form_key, uuid.UUID)
