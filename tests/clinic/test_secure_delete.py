"""Erased is erased, in the database's files too."""

from pathlib import Path

from django.db import connection, transaction

from booking import erasing as booking_erasing
from booking.models import AppointmentRequest
from clinic.privacy import secure_delete
from newsletter.list import erasing
from newsletter.models import ConsentEvent
from tests.booking.factories import make_request
from tests.newsletter.factories import make_subscriber

NAME = "Wilhelmina Quartermaine"
ADDRESS = "wilhelmina.quartermaine@example.org"


def traces():
    """Whether the files of the database still hold the person; PostgreSQL's are not ours."""
    if connection.vendor != "sqlite":
        return False
    path = Path(str(connection.settings_dict["NAME"]))
    files = [file for end in ("", "-wal") if (file := Path(f"{path}{end}")).exists()]
    held = b"".join(file.read_bytes() for file in files)
    return NAME.encode() in held or ADDRESS.encode() in held


def test_fault_14_erased_request_leaves_no_trace(real_commits):
    asked = make_request(name=NAME, email=ADDRESS)
    assert traces() == (connection.vendor == "sqlite")
    booking_erasing.erase(AppointmentRequest.objects.filter(pk=asked.pk))
    assert not AppointmentRequest.objects.filter(pk=asked.pk).exists()
    assert not traces()


def test_fault_14_erased_subscriber_leaves_no_trace(real_commits):
    person = make_subscriber(email=ADDRESS)
    assert traces() == (connection.vendor == "sqlite")
    erasing.erase(person, method=ConsentEvent.Method.LINK)
    assert not traces()


def test_fault_14_log_is_not_emptied_inside_a_transaction(real_commits):
    with transaction.atomic():
        assert secure_delete.truncate_wal() == 0


def test_fault_14_waiting_for_readers_is_put_back(real_commits):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            before = cursor.execute("PRAGMA busy_timeout").fetchone()
            assert secure_delete.truncate_wal() == 1
            assert cursor.execute("PRAGMA busy_timeout").fetchone() == before
            assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)
    else:
        assert secure_delete.truncate_wal() == 0
