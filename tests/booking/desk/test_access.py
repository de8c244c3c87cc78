"""Who may see and do what at the desk."""

import pytest

from tests.booking.desk.screens import LIST, SEARCH, at, read, take, text_of
from tests.booking.factories import make_clinician, make_request, make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "status"),
    [("Reception", 200), ("Lead", 200), ("Owner", 200), ("Clinician", 403), ("Sender", 403)],
)
def test_who_may_open_a_request(client, role, status):
    appointment_request = make_request()
    client.force_login(make_staff(role))
    assert client.get(at(appointment_request)).status_code == status
    expected = 302 if status == 200 else 403
    assert take(client, appointment_request).status_code == expected
    response = client.post(
        at(appointment_request, "note"), {"text": "x", "key": appointment_request.form_key}
    )
    assert response.status_code == expected


@pytest.mark.parametrize(("role", "status"), [("Clinician", 200), ("Sender", 403), ("Lead", 200)])
def test_who_may_open_the_list(client, role, status):
    client.force_login(make_staff(role))
    assert client.get(LIST).status_code == status
    assert client.post(SEARCH, {"term": "x"}).status_code == status


def test_nobody_is_shown_anything_without_log_in(client):
    appointment_request = make_request()
    for address in (
        LIST,
        SEARCH,
        at(appointment_request),
        at(appointment_request, "move", "take"),
        at(appointment_request, "note"),
    ):
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 302
            assert "/admin/login/" in response["Location"]


def test_clinician_reads_own_requests_only(client):
    user = make_staff("Clinician")
    own = make_request(clinician=make_clinician(user).slug, reason="Own words")
    other = make_request(clinician=make_clinician().slug)
    client.force_login(user)
    page = text_of(client.get(LIST))
    assert own.reference in page
    assert other.reference not in page
    found = text_of(client.post(SEARCH, {"term": "Sample"}))
    assert (own.reference in found, other.reference in found) == (True, False)
    assert client.get(at(other)).status_code == 403
    assert client.get(f"{LIST}999999/change/").status_code == 403
    page = text_of(read(client, own))
    assert "Own words" in page
    assert read(client, other).status_code == 403
    assert "Take this request" not in page
    assert "Keep this note" not in page
    assert take(client, own).status_code == 403


@pytest.mark.parametrize("number", ["999999", "x", "9" * 40, "²"])
def test_request_that_is_not_there(client, reception, number):
    assert client.get(f"{LIST}{number}/change/").status_code in (403, 404)
