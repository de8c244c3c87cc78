"""Numbers with a note and names with letters of their own are found; older rows, too."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone

from booking import reindexing
from booking.desk.search_query import search_requests
from booking.models import AppointmentRequest, Clinician, NamePart
from booking.models.request_query import LastDigits
from booking.names import fold
from clinic.models import Mark
from tests.booking.factories import make_request, make_staff

pytestmark = pytest.mark.django_db


def found(term):
    return list(search_requests(AppointmentRequest.objects.all(), term))


@pytest.mark.parametrize("phone", ["0412 345 678 (Mum)", "0412 345 678 mob", "0412,345,678"])
@pytest.mark.parametrize(
    "term", ["0412345678", "12 345 678", "+61 412 345 678", "0412 345 678 (Mum)", "0412,345,678"]
)
def test_fault_22_number_is_found_by_its_last_eight_digits(phone, term):
    appointment_request = make_request(phone=phone, contact_preference="phone")
    assert (appointment_request.phone, appointment_request.number_to_dial) == (
        phone,
        "+61412345678",
    )
    assert found(term) == [appointment_request]


@pytest.mark.parametrize("phone", ["5550 0123", "02 5550 0123", "+61 3 5550 0123 home"])
@pytest.mark.parametrize("term", ["5550 0123", "02 5550 0123", "5550 0123 home"])
def test_fault_22_number_is_found_with_and_without_its_area_code(phone, term):
    appointment_request = make_request(phone=phone, contact_preference="phone")
    assert found(term) == [appointment_request]


@pytest.mark.parametrize("term", ["345 678", "0412 345 679", "0123", "5678"])
def test_fault_22_other_numbers_are_not_found(term):
    make_request(phone="0412 345 678", contact_preference="phone")
    assert found(term) == []


def test_fault_22_last_digits_are_read_from_their_index():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    rows = AppointmentRequest.objects.order_by().filter(Exact(LastDigits(), "12345678"))
    assert "request_last_digits" in rows.values("pk").explain()


def by_an_older_version():
    appointment_request = make_request(phone="0412 345 678 (Mum)", contact_preference="phone")
    AppointmentRequest.objects.update(phone_normalised="+61412345678686")
    appointment_request.refresh_from_db()
    return appointment_request


def test_fault_22_number_that_looks_wrong_is_listed_and_not_guessed():
    make_request(phone="0412 345 678", contact_preference="phone")
    wrong = make_request(phone="0412 345 678 (Mum)", contact_preference="phone")
    rows = AppointmentRequest.objects.filter(pk=wrong.pk)
    rows.update(phone_normalised="+61412345678686")
    out = StringIO()
    call_command("doubtful_phones", stdout=out)
    assert out.getvalue() == f"{wrong.reference}\n1 of 2 numbers to look at.\n"
    assert rows.get().phone_normalised == "+61412345678686"


def test_fault_22_number_that_looks_wrong_is_not_one_press_away(client):
    appointment_request = by_an_older_version()
    client.force_login(make_staff("Reception"))
    page = client.get(
        reverse("admin:booking_appointmentrequest_change", args=[appointment_request.pk])
    ).text
    assert "0412 345 678 (Mum)" in page
    assert "+61412345678686" not in page
    assert "Look at this number before you call" in page


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        *(("Đặng", "dang"), ("Łukasz", "lukasz"), ("Ærø", "aero"), ("Straße", "strasse")),
        *(("Işık", "isik"), ("IŞIK", "isik"), ("İpek", "ipek"), ("Œuvre", "oeuvre")),
        *(("Guðrún", "gudrun"), ("Þór", "thor"), ("Ħal", "hal"), ("Ōno", "ono"), ("ẞ", "ss")),
        *(("李", "李"), ("Жанна", "жанна"), ("Li\u200b", "li"), ("\u202eLi", "li")),
    ],
)
def test_fault_23_letters_that_stay_whole_are_folded(name, folded):
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("Đặng Thị Hoa", ["dang", "Đặng", "đang thi", "DANG HOA"]),
        ("Łukasz Świątek", ["lukasz", "swiatek", "Łuk"]),
        ("Ærø Søndergård", ["aero", "sonder", "ærø"]),
        ("Anna Weiß", ["weiss", "weiß", "WEISS"]),
        ("Ayşe Işık", ["isik", "ışık", "ISIK", "ayse"]),
        ("Kaʻahumanu", ["kaahumanu", "ka'ahumanu", "ahumanu"]),
        ("李 小龙", ["李", "小龙", "小"]),
        ("O", ["o"]),
    ],
)
def test_fault_23_name_is_found_with_and_without_its_marks(name, terms):
    appointment_request = make_request(name=name)
    assert {term: found(term) for term in terms} == {term: [appointment_request] for term in terms}


def test_fault_23_reception_finds_a_name_of_one_sign(client):
    appointment_request = make_request(name="李 小龙")
    client.force_login(make_staff("Reception"))
    address = reverse("admin:booking_appointmentrequest_search")
    assert appointment_request.reference in client.post(address, {"term": "李"}).text
    assert "at least two letters" in client.post(address, {"term": "o"}).text


def age(appointment_request, minutes):
    rows = AppointmentRequest.objects.filter(pk=appointment_request.pk)
    rows.update(created_at=timezone.now() - timedelta(minutes=minutes))


def test_fault_23_rows_from_before_are_indexed_again(monkeypatch):
    """Killed after each batch, it goes on where it was."""
    monkeypatch.setattr(reindexing, "BATCH", 2)
    monkeypatch.setattr(reindexing, "BATCHES", 1)
    made = [make_request(name=f"Đặng {n}") for n in range(5)]
    for n, appointment_request in enumerate(made):
        age(appointment_request, 90 - n // 2)  # some share a moment
    NamePart.objects.filter(part="dang").update(part="đang")
    looked_at = []
    while done := reindexing.reindex_names():
        looked_at.append(done)
    assert sum(looked_at) == 5
    assert set(found("dang")) == set(made)
    assert not NamePart.objects.filter(part="đang").exists()


def test_fault_23_request_of_an_older_version_that_still_runs_is_indexed_too():
    reindexing.reindex_names()
    appointment_request = make_request(name="Łukasz")
    NamePart.objects.filter(part="lukasz").update(part="łukasz")
    assert reindexing.reindex_names() == 0  # not at once
    age(appointment_request, 2)
    assert reindexing.reindex_names() == 1
    assert found("lukasz") == [appointment_request]
    assert Mark.objects.filter(name=reindexing.MARKER).exists()
    assert reindexing.reindex_names() == 0


@pytest.mark.parametrize(
    "name", ["\u202eevil\u202c Name", "Evil\u2066 Name\u2069", "\u200fEvil Name"]
)
def test_fault_23_name_loses_what_turns_the_writing(name):
    appointment_request = make_request(name=name, preferred_name=name)
    assert appointment_request.name.lower().split()[-1] == "name"
    assert appointment_request.name.isprintable()
    assert appointment_request.preferred_name == appointment_request.name


def test_fault_23_names_are_isolated_on_the_page(client):
    appointment_request = make_request(name="נועה כהן", preferred_name="נועה", for_whom="other",
                         client_name="علي", relationship="أم")  # fmt: skip
    client.force_login(make_staff("Reception"))
    page = client.get(
        reverse("admin:booking_appointmentrequest_change", args=[appointment_request.pk])
    ).text
    for name in ("נועה כהן", "נועה", "علي", "أم"):
        assert f"<bdi>{name}</bdi>" in page
    assert "Ask for \u2068נועה\u2069." in page
    found = client.post(reverse("admin:booking_appointmentrequest_search"), {"term": "נועה"}).text
    assert f">{appointment_request.initials}</td>" in found


def test_fault_23_older_row_shows_no_override_as_an_initial():
    appointment_request = make_request()
    appointment_request.name = "\u202eAnn Lee"
    assert appointment_request.initials == "AL"


def test_fault_23_clinicians_name_loses_what_turns_the_writing(client):
    client.force_login(make_staff("Owner"))
    sent = {"name": "\u202eDr Evil", "slug": "dr-evil", "active": "on"}
    client.post(reverse("admin:booking_clinician_add"), sent)
    assert Clinician.objects.get(slug="dr-evil").name == "Dr Evil"
