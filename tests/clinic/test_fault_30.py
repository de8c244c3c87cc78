"""Methods that nothing takes, what other sites may show, and log-ins that have ended."""

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from booking.models.choices import OPEN_STATES
from clinic.staff import session_age
from tests.booking.desk.screens import at
from tests.booking.factories import make_request, make_staff
from tests.booking.yours import YOURS, enter, press
from tests.pages import factories, staff

pytestmark = pytest.mark.django_db
ADDRESSES = ("/", "/fees/", "/search/", "/appointments/new-client/", "/healthz", "/admin/login/")
HERE = Path(settings.BASE_DIR)


@pytest.fixture
def fees():
    return factories.standard("Fees", slug="fees")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "x" * 50])
@pytest.mark.parametrize("address", ADDRESSES)
def test_fault_30_odd_method_is_405_in_house_style(client, fees, address, method):
    response = client.generic(method, address, b"{}", content_type="application/json")
    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert "This address does not take that" in response.content.decode()
    assert "tel:000" in response.content.decode()


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "PUT"])
def test_fault_30_page_is_read_only(fees, method):
    from django.test import Client

    checked = Client(enforce_csrf_checks=True)
    response = checked.generic(method, "/fees/", b"a=b", content_type="text/plain")
    assert response.status_code == 405
    assert "This address does not take that" in response.content.decode()


def test_fault_30_view_that_knows_one_method_answers_in_house_style(client):
    response = client.post("/appointments/received/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert "This address does not take that" in response.content.decode()


@pytest.mark.parametrize("address", [*ADDRESSES, "/nowhere/", "/media/images/none.jpg"])
def test_fault_30_other_sites_may_not_show_what_is_ours(client, fees, address):
    assert client.get(address)["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("name", "policy"),
    [
        ("a.format-jpeg.width-720.jpg", "same-origin"),
        ("a.width-1036.format-jpeg.jpg", "cross-origin"),
    ],
)
def test_fault_30_pictures_are_ours_but_those_in_mails(client, settings, tmp_path, name, policy):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / name).write_bytes(b"x")
    response = client.get(f"/media/images/{name}")
    b"".join(response.streaming_content)
    response.close()
    assert response.status_code == 200
    assert response["Cross-Origin-Resource-Policy"] == policy


def test_fault_30_static_files_still_work(client):
    hashed = next(Path(settings.STATIC_ROOT, "css").glob("desk.*.css"))
    response = client.get(f"/static/css/{hashed.name}")
    b"".join(response.streaming_content)
    response.close()
    assert response.status_code == 200
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("ends", ["idle", "ten hours"])
def test_fault_30_no_bar_once_the_log_in_has_ended(fees, ends):
    call_command("roles", verbosity=0)
    editor = staff.logged_in("Editor")
    assert "wagtail-userbar" in editor.get("/fees/").content.decode()
    session = editor.session
    key, age = (
        (session_age.SEEN_AT, session_age.IDLE)
        if ends == "idle"
        else (session_age.LOGGED_IN_AT, session_age.ABSOLUTE)
    )
    session[key] = int(time.time() - age - 1)
    session.save()
    assert "wagtail-userbar" not in editor.get("/fees/").content.decode()


def ids(response):
    return Counter(re.findall(r'\sid="([^"]*)"', response.content.decode()))


@pytest.mark.parametrize("state", ["new", "booked", "withdrawn", "waitlisted"])
@pytest.mark.parametrize("safe", ["yes", "no"])
def test_fault_30_no_id_stands_twice_on_the_clients_page(client, state, safe):
    asked = make_request(safe_now=safe)
    type(asked).objects.update(state=state)
    enter(client, asked)
    shown = [client.get(YOURS)]
    if state in OPEN_STATES:
        shown.append(press(client, "add", text=""))
    for response in shown:
        assert max(ids(response).values()) == 1
        assert "" not in ids(response)


def test_fault_30_moments_have_no_microseconds(client):
    client.force_login(make_staff("Reception"))
    page = client.get(at(make_request())).content.decode()
    moments = re.findall(r'datetime="([^"]+)"', page)
    assert moments
    known = r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d{4})?"
    assert [moment for moment in moments if not re.fullmatch(known, moment)] == []


def test_fault_30_no_template_writes_a_moment_with_microseconds():
    templates = (HERE / "templates").rglob("*.html")
    wrong = re.compile(r"datetime=\"\{\{[^}]*(date:.c.|isoformat)")
    assert not [path.name for path in templates if wrong.search(path.read_text())]


#: Tables with nobody in them: words, settings, pages, pictures, rights, and the database's own.
NOBODY = {
    *("booking_replytemplate", "clinic_mark", "clinic_keycheck", "clinic_assessmentdoor"),
    *("clinic_clinicdetails", "newsletter_providerpace"),
    *("clinic_crisisline", "clinic_holiday", "clinic_openinghours", "newsletter_consentwording"),
}
OF_PEOPLE = ("booking", "newsletter", "clinic")


def test_fault_30_every_table_with_people_is_named_in_data_protection():
    text = (HERE / "docs" / "data-protection.md").read_text()
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OF_PEOPLE
        and not issubclass(model, apps.get_model("wagtailcore", "Page"))
    }
    assert {"booking_namepart", "booking_appointmentrequest"} <= tables
    assert tables - NOBODY - set(re.findall(r"\w+", text)) == set()


def test_fault_30_fees_are_a_plain_table(shared_fees):
    table = shared_fees.split("<table", 1)[1].split("</table>", 1)[0]
    assert "role=" not in table
    assert table.count('scope="col"') == 4
    assert 'role="group" aria-labelledby="fees" tabindex="0"' in shared_fees


@pytest.fixture
def shared_fees(client, sample_site):
    return client.get("/fees/").content.decode()
