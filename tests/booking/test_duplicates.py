from datetime import timedelta

import pytest
from django.utils import timezone

from booking.desk import duplicates
from booking.models import AppointmentRequest
from tests.booking.desk.screens import at, text_of
from tests.booking.factories import FOR_CHILD, make_request

pytestmark = pytest.mark.django_db

BIRTH = {f"date_of_birth_{part}": value for part, value in
         (("day", "3"), ("month", "4"), ("year", "1990"))}  # fmt: skip


def found(appointment_request):
    return {
        d.other.pk: (d.reasons, d.likely) for d in duplicates.find_duplicates(appointment_request)
    }


def age(appointment_request, days):
    then = timezone.now() - timedelta(days=days)
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(created_at=then)


@pytest.mark.parametrize(
    ("earlier", "now", "reasons", "likely"),
    [
        ({"email": "A@x.example"}, {"email": "a@x.example"}, ("same email", "same name"), True),
        ({"email": "a@x.example", "name": "Ann Other"}, {"email": "a@x.example"},
         ("same email",), False),
        ({"phone": "02 5550 0199"}, {"phone": "+61 2 5550 0199"},
         ("same phone", "same name"), True),
        (BIRTH, BIRTH, ("same name and date of birth",), True),
        ({"name": "Person Sámple"}, {}, ("same name",), False),
        ({"name": "Sampel Person"}, {}, ("similar name",), False),
    ],
)  # fmt: skip
def test_reasons_and_severity(earlier, now, reasons, likely):
    other = make_request(**{"email": "other@x.example"} | earlier)
    appointment_request = make_request(**now)
    assert found(appointment_request) == {other.pk: (reasons, likely)}


@pytest.mark.parametrize("name", ["Different Person", "Sample Nobody"])
def test_other_people_are_not_found(name):
    make_request(name=name, email="other@x.example")
    assert found(make_request()) == {}


def test_children_of_one_parent_are_not_likely():
    one = make_request(**FOR_CHILD)
    other = make_request(**FOR_CHILD | {"client_name": "Sample Sister"})
    assert found(other) == {one.pk: (("same email",), False)}


def test_names_alone_count_for_ninety_days():
    other = make_request(email="other@x.example")
    age(other, 91)
    assert found(make_request()) == {}


def test_likely_ones_stand_first():
    likely, possible = make_request(), make_request(name="Ann Other")
    assert list(found(make_request())) == [likely.pk, possible.pk]


def test_screen_shows_them_with_links(client, reception):
    other, appointment_request = make_request(), make_request()
    page = text_of(client.get(at(appointment_request)))
    assert f'<strong>Likely:</strong> <a href="{at(other)}">{other.reference}</a>' in page


def test_costs_few_queries_however_many_there_are(django_assert_max_num_queries):
    appointment_request = [make_request(phone="02 5550 0199") for _ in range(4)][-1]
    with django_assert_max_num_queries(4):
        assert len(found(appointment_request)) == 3
