"""Finding requests by what a caller says."""

import pytest
from django.db import connection

from booking.desk import search_query
from booking.desk.search_query import search_requests
from booking.models import AppointmentRequest, NamePart
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
    appointment_request = make_request(phone="(02) 5550 0199", contact_preference="phone")
    assert list(search_requests(AppointmentRequest.objects.all(), term)) == [appointment_request]


@pytest.mark.parametrize(
    "term", ["", " ", "ample", "client@", "0199", "\0", "MM-3333-3333", "%", "_"]
)
def test_matching_does_not_find(term):
    make_request(phone="(02) 5550 0199")
    assert not search_requests(AppointmentRequest.objects.all(), term).exists()


def test_matching_finds_a_reference_as_said_on_the_phone():
    appointment_request = make_request()
    spoken = appointment_request.reference.removeprefix("MM-").replace("-", " ").lower()
    assert list(search_requests(AppointmentRequest.objects.all(), spoken)) == [appointment_request]


@pytest.mark.parametrize("term", ["obrien", "O'Brien", "brien", "smi", "Zoë", "zoe", "smith zo"])
def test_matching_finds_names_however_they_are_written(term):
    appointment_request = make_request(name="Zoë O’Brien-Smith")
    assert list(search_requests(AppointmentRequest.objects.all(), term)) == [appointment_request]


def test_matching_of_a_common_name_is_bounded_and_finds_the_newest(monkeypatch):
    monkeypatch.setattr(search_query, "MAX_ENTRIES", 2)
    make_request(name="Ann Smithers")
    made = [make_request(name="Ann Smith") for _ in range(3)]
    assert set(search_requests(AppointmentRequest.objects.all(), "smith")) == set(made[1:])
    rare = make_request(name="Zed Smith")
    assert list(search_requests(AppointmentRequest.objects.all(), "smi ze")) == [rare]


@pytest.mark.parametrize(("term", "found"), [("sample per", True), ("sample quill", False)])
def test_matching_wants_every_word(term, found):
    make_request()
    make_request(name="Other Quill")
    assert search_requests(AppointmentRequest.objects.all(), term).exists() is found


def test_matching_reads_names_from_the_index():
    """In the order of a language PostgreSQL could not."""
    starting = NamePart.objects.filter(search_query.starts_with("sam")).order_by("part")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = starting.explain()
    assert "name_part_once" in plan or "INDEX" in plan
    assert "part>? AND part<?" in plan or "Index Cond" in plan
