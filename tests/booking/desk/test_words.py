"""What a person wrote is closed, and opened with a reason that is written down first."""

import pytest
from django.db import OperationalError

from booking.models import IntakeAnswers, RequestEvent
from clinic.models import AccessLog
from tests.booking.desk.screens import at, read, text_of
from tests.booking.factories import make_request

pytestmark = pytest.mark.django_db


def entries(appointment_request):
    rows = (
        AccessLog.objects.filter(about=appointment_request.about)
        .exclude(act="changed")
        .order_by("pk")
    )
    return list(rows.values_list("act", "reason"))


def test_screen_is_closed_and_its_opening_is_logged(client, reception):
    appointment_request = make_request(reason="canary")
    page = text_of(client.get(at(appointment_request)))
    assert "canary" not in page
    assert entries(appointment_request) == [("saw", "")]
    assert f"{reception.username}: Opened, 1 time," in page


def test_words_open_with_one_click_and_close_again(client, reception):
    appointment_request = make_request(reason="canary", message="one thing more")
    response = read(client, appointment_request)
    page = text_of(response)
    assert "canary" in page
    assert "one thing more" in page
    assert entries(appointment_request) == [("read", "Triage")]
    assert f"{reception.username}: Read the answers (Triage)" in page
    assert "no-store" in response["Cache-Control"]
    assert client.get(at(appointment_request, "open")).url == at(appointment_request)
    assert "canary" not in text_of(client.get(at(appointment_request)))


def test_other_reasons_are_kept_in_words(client, reception):
    appointment_request = make_request()
    read(client, appointment_request, why="other", other="The GP rang")
    assert entries(appointment_request) == [("read", "Other: The GP rang")]


@pytest.mark.parametrize(
    "why", [{}, {"why": "x"}, {"why": "other"}, {"why": "other", "other": "x" * 151}]
)
def test_without_a_reason_the_words_stay_closed(client, reception, why):
    appointment_request = make_request(reason="canary")
    response = client.post(at(appointment_request, "open"), why)
    assert response.status_code == 422
    assert "canary" not in text_of(response)
    assert entries(appointment_request) == [("saw", "")]


def test_nothing_is_read_before_it_is_logged(
    client, reception, remembered, django_assert_max_num_queries
):
    appointment_request = make_request(reason="canary")
    with django_assert_max_num_queries(18) as queries:
        read(client, appointment_request)
    statements = [q["sql"] for q in queries]
    logged = next(n for n, sql in enumerate(statements) if "clinic_accesslog" in sql)
    reads = [n for n, sql in enumerate(statements) if '"booking_intakeanswers"."reason"' in sql]
    assert reads
    assert min(reads) > logged


def test_without_a_log_nothing_is_shown(client, reception, monkeypatch):
    appointment_request = make_request(reason="canary", name="Somebody Special")

    def fail(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(AccessLog.objects, "bulk_create", fail)
    for response in (client.get(at(appointment_request)), read(client, appointment_request)):
        assert response.status_code == 503
        page = text_of(response)
        assert "Nothing is shown." in page
        assert "canary" not in page
        assert "Somebody Special" not in page


def test_answer_that_cannot_be_opened_is_said(client, reception):
    appointment_request = make_request(reason="canary")
    IntakeAnswers.objects.filter(pk=appointment_request.pk).update(reason=b"x" * 60)
    response = read(client, appointment_request)
    assert response.status_code == 200
    assert "cannot be opened" in text_of(response)


def test_readers_before_the_log_are_still_named(client, reception):
    appointment_request = make_request()
    RequestEvent.objects.create(
        appointment_request=appointment_request, kind="opened", actor=reception, actor_kind="staff"
    )
    assert f"{reception.username}: Read, 1 time," in text_of(client.get(at(appointment_request)))
