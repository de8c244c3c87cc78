"""Requests as a spreadsheet: who may, why, and what it leaves behind."""

import csv
from datetime import timedelta

import pytest
from django.utils import timezone

from booking.desk import exports
from booking.models import AppointmentRequest
from clinic.models import AccessLog
from clinic.privacy import access_log
from tests.booking.desk.screens import LIST, text_of
from tests.booking.factories import make_request, make_staff

pytestmark = pytest.mark.django_db

EXPORT = f"{LIST}export/"
REASON = "Yearly figures for the owner"


@pytest.fixture
def lead(client):
    user = make_staff("Lead")
    client.force_login(user)
    return user


def export(client, **changes):
    today = timezone.localdate()
    return client.post(EXPORT, {"first": today, "last": today, "reason": REASON} | changes)


def table_of(response):
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(text[1:].splitlines()))


def test_export_holds_what_desk_knows_and_nothing_they_wrote(client, lead):
    appointment_request = make_request(name="Zuzanna Quill", reason="canary")
    (row,) = table_of(export(client))
    assert (row["reference"], row["state"], row["safety"]) == (
        appointment_request.reference,
        "new",
        "no",
    )
    assert not any("Quill" in value or "canary" in value for value in row.values())


def test_export_holds_names_when_asked_for(client, lead):
    make_request(name="Zuzanna Quill", recognition_word="canary")
    (row,) = table_of(export(client, people="on"))
    assert row["name"] == "Zuzanna Quill"
    assert "canary" not in row.values()


def test_each_exported_request_is_written_down_with_the_reason(client, lead):
    made = [make_request(), make_request()]
    table_of(export(client))
    entries = AccessLog.objects.filter(act="exported", actor=lead, reason=REASON)
    assert {entry.about for entry in entries} == {
        appointment_request.about for appointment_request in made
    }


def test_nothing_goes_out_that_could_not_be_written_down(client, lead, monkeypatch):
    monkeypatch.setattr(exports, "BATCH_SIZE", 1)
    first, second = make_request(), make_request()
    kept, write = [], access_log.write

    def write_once(*args, **kwargs):
        if AccessLog.objects.filter(act="exported").exists():
            raise RuntimeError
        write(*args, **kwargs)

    monkeypatch.setattr(access_log, "write", write_once)
    with pytest.raises(RuntimeError):
        kept.extend(export(client).streaming_content)
    sent = b"".join(kept).decode()
    assert second.reference not in sent
    assert AccessLog.objects.get(act="exported").about == first.about


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("+61", "'+61"), ("-x", "'-x"), ("@SUM(A1)", "'@SUM(A1)"),
     ("\tx", "'\tx"), ("\rx", "'\rx"), (" =1", "' =1"), ("＝1", "'＝1"), ("O'Brien", "O'Brien"),
     (None, ""), (True, "yes")],
)  # fmt: skip
def test_cells_are_no_formulas(text, cell):
    """OWASP, CSV Injection."""
    assert exports.cell(text) == cell


def test_formula_of_a_client_is_text(client, lead):
    make_request(name='=HYPERLINK("https://evil.example")')
    name = table_of(export(client, people="on"))[0]["name"]
    assert name == '\'=HYPERLINK("https://evil.example")'


def test_export_takes_the_days_asked_for(client, lead):
    appointment_request, old = make_request(), make_request()
    then = timezone.now() - timedelta(days=3)
    AppointmentRequest.objects.filter(pk=old.pk).update(created_at=then)
    assert [row["reference"] for row in table_of(export(client))] == [appointment_request.reference]
    assert len(table_of(export(client, first=then.date() - timedelta(days=1)))) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": ""}, "Write why you need it"),
        ({"reason": "because"}, "at least 10 letters"),
        ({"reason": " " * 20}, "Write why you need it"),
        ({"first": ""}, "Choose the first day."),
        ({"first": "2999-01-01"}, "before the first"),
    ],
)
def test_export_without_days_or_reason_is_refused(client, lead, changes, words):
    make_request()
    response = export(client, **changes)
    assert response.status_code == 422
    assert words in text_of(response)
    assert not AccessLog.objects.filter(act="exported").exists()


def test_too_many_at_once_are_refused(client, lead, monkeypatch):
    monkeypatch.setattr(exports, "MAX_REQUESTS", 1)
    for _ in range(2):
        make_request()
    response = export(client)
    assert response.status_code == 422
    assert "choose fewer days" in text_of(response)


def test_export_is_a_file_that_nobody_keeps(client, lead):
    response = export(client)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("role", "may"),
    [("Lead", True), ("Owner", True), ("Reception", False), ("Clinician", False),
     ("Sender", False)],
)  # fmt: skip
def test_who_may_export(client, role, may):
    client.force_login(make_staff(role))
    assert client.get(EXPORT).status_code == (200 if may else 403)
    assert export(client).status_code == (200 if may else 403)
    if role in ("Lead", "Reception"):
        assert ("Export requests" in text_of(client.get(LIST))) is may


def test_looking_at_the_form_exports_nothing(client, lead):
    make_request()
    page = text_of(client.get(EXPORT, {"first": "2026-01-01", "last": "2099-01-01"}))
    assert "Why do you need it?" in page
    assert not AccessLog.objects.filter(act="exported").exists()
