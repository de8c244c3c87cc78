import re

import pytest

from clinic.models import AuthenticatorApp, OutgoingEmail, RecoveryCodes
from tests.clients import StaffClient
from tests.clinic.staff.people import (
    ACCOUNT,
    APP,
    code,
    is_in,
    make_enrolled,
    make_person,
    type_code,
    type_password,
)

pytestmark = pytest.mark.django_db

CODES = "/admin/your-log-in/recovery-codes/"


@pytest.fixture
def person(client):
    """Somebody without a second step, who has typed their password."""
    person = make_person()
    type_password(client, person)
    return person


def begin(client):
    client.post(ACCOUNT)
    return AuthenticatorApp.objects.get(confirmed=False)


def shown(response):
    return re.findall(r"<li><code>([-\w]+)</code>", response.content.decode())


def test_setting_up_an_app_opens_the_door_and_shows_ten_codes(client, person):
    new = begin(client)
    assert not is_in(client)
    response = client.post(APP, {"code": code(new)})
    assert len(set(shown(response))) == 10
    assert is_in(client)


def test_shown_codes_open(client, person):
    paper = shown(client.post(APP, {"code": code(begin(client))}))[3]
    other = StaffClient()
    type_password(other, person)
    assert type_code(other, paper).status_code == 302
    assert is_in(other)


def test_page_of_the_key_works_without_script_or_style(client, person):
    new = begin(client)
    page = client.get(APP).content.decode()
    assert "<svg" in page
    assert new.key in page.replace(" ", "")
    assert "<script>" not in page
    assert " style=" not in page


def test_wrong_code_sets_nothing_up(client, person):
    begin(client)
    assert client.post(APP, {"code": "000000"}).status_code == 422
    assert not is_in(client)
    assert not RecoveryCodes.objects.exists()


def test_password_alone_sets_up_no_second_app(client):
    person, app, _ = make_enrolled()
    type_password(client, person)
    for address in (ACCOUNT, APP, CODES, "/admin/your-log-in/passkey/"):
        assert client.post(address).url.startswith("/admin/second-step/")
        assert client.get(address).url.startswith("/admin/second-step/")
    assert list(AuthenticatorApp.objects.all()) == [app]


def test_key_is_shown_to_the_session_that_began_only(client, person):
    begin(client)
    other = StaffClient()
    type_password(other, person)
    assert other.get(APP).url == ACCOUNT


def test_each_start_has_a_new_key(client, person):
    assert begin(client).key != begin(client).key


def test_new_phone_takes_the_place_of_the_old(client):
    person, _, _ = make_enrolled()
    client.force_login(person)
    client.post(APP, {"code": code(new := begin(client))})
    assert list(AuthenticatorApp.objects.all()) == [new]
    assert is_in(client)


def test_new_phone_ends_the_other_sessions_and_tells_the_person(client):
    person, _, _ = make_enrolled()
    other = StaffClient()
    other.force_login(person)
    client.force_login(person)
    client.post(APP, {"code": code(begin(client))})
    assert not is_in(other)
    assert OutgoingEmail.objects.get().kind == "clinic/log-in-changed"


def test_new_codes_make_the_old_ones_useless(client):
    person, _, old = make_enrolled()
    client.force_login(person)
    new = shown(client.post(CODES))
    type_password(client, person)
    assert type_code(client, old[0]).status_code == 422
    RecoveryCodes.objects.update(throttling_failure_count=0)
    assert type_code(client, new[0]).status_code == 302


def test_looking_changes_nothing(client, person):
    client.get(ACCOUNT)
    client.get(APP)
    assert client.get(CODES).status_code == 302
    assert not AuthenticatorApp.objects.exists()


def test_page_leads_back_to_each_ones_work(client):
    client.force_login(make_enrolled(is_staff=False)[0])
    assert 'href="/cms/"' in client.get(ACCOUNT).content.decode()
