"""Finding requests by what a caller says."""

import pytest

from booking.models import AppointmentRequest
from booking.search import matching
from tests.booking.factories import make_request

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "term",
    [
        "Sampl",
        "sample per",
        "Pers",
        "CLIENT@example.org",
        "02 5550 0199",
        "5550 0199",
        "+61 2 5550 0199",
    ],
)
def test_matching_finds(term):
    asked = make_request(phone="(02) 5550 0199", contact_preference="phone")
    assert list(matching(AppointmentRequest.objects.all(), term)) == [asked]


@pytest.mark.parametrize(
    "term", ["", " ", "ample", "client@", "0199", "\0", "MM-3333-3333", "%", "_"]
)
def test_matching_does_not_find(term):
    make_request(phone="(02) 5550 0199")
    assert not matching(AppointmentRequest.objects.all(), term).exists()


def test_matching_finds_a_reference_as_said_on_the_phone():
    asked = make_request()
    spoken = asked.reference.removeprefix("MM-").replace("-", " ").lower()
    assert list(matching(AppointmentRequest.objects.all(), spoken)) == [asked]


@pytest.mark.parametrize("term", ["obrien", "O'Brien", "brien", "smi", "Zoë", "zoe", "smith zo"])
def test_matching_finds_names_however_they_are_written(term):
    asked = make_request(name="Zoë O’Brien-Smith")
    assert list(matching(AppointmentRequest.objects.all(), term)) == [asked]
