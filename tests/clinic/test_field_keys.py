"""FIELD_KEYS of another database: nothing starts with them, and `/readyz` says so."""

import base64

import pytest
from django.core.management import call_command
from django.db import OperationalError

from booking import resealing
from clinic import work
from clinic.deployment import supervise
from clinic.management.commands import serve
from clinic.models import AuthenticatorApp, KeyCheck
from clinic.privacy import field_keys
from tests.booking.factories import make_request

pytestmark = pytest.mark.django_db
OTHER = base64.urlsafe_b64encode(b"o" * 32).decode()
NEW = base64.urlsafe_b64encode(b"n" * 32).decode()


@pytest.fixture
def used():
    """A database that has been started once with the keys of the tests."""
    field_keys.refuse_wrong_keys()


def refused(capsys):
    with pytest.raises(SystemExit) as ending:
        field_keys.refuse_wrong_keys()
    said = capsys.readouterr().err.strip()
    return ending.value.code == 78 and said.startswith("clinic: FIELD_KEYS:") and "\n" not in said


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize("command", ["worker", "serve"])
def test_fault_25_wrong_keys_do_not_start(settings, monkeypatch, capsys, command):
    settings.FIELD_KEYS = [OTHER]
    assert refused(capsys)
    monkeypatch.setattr(work, "run_forever", lambda stop: pytest.fail("the worker started"))
    monkeypatch.setattr(supervise, "run", lambda targets: pytest.fail("the site started"))
    monkeypatch.setattr(serve.Command, "_refuse_taken_port", lambda command: None)
    with pytest.raises(SystemExit):
        call_command(command, skip_checks=True)


@pytest.mark.usefixtures("used")
def test_fault_25_gunicorn_does_not_start_with_wrong_keys(settings):
    from clinic import server

    settings.FIELD_KEYS = [OTHER]
    with pytest.raises(SystemExit):
        server.on_starting(None)


@pytest.mark.usefixtures("used")
def test_fault_25_readyz_names_wrong_keys(settings, client):
    work.record_heartbeat()
    assert client.get("/readyz").json()["field_keys"] is True
    settings.FIELD_KEYS = [OTHER]
    response = client.get("/readyz")
    assert (response.status_code, response.json()["field_keys"]) == (503, False)


@pytest.mark.parametrize("keeps", [lambda user: make_request(), AuthenticatorApp.new])
def test_fault_25_a_database_from_before_the_check_is_asked(
    keeps, settings, capsys, django_user_model
):
    keeps(django_user_model.objects.create_user("somebody"))
    right, settings.FIELD_KEYS = settings.FIELD_KEYS, [OTHER]
    assert refused(capsys)
    assert not KeyCheck.objects.exists()  # or the wrong keys would be right from now on
    settings.FIELD_KEYS = right
    field_keys.refuse_wrong_keys()
    assert KeyCheck.objects.get().pk == 1


def test_fault_25_one_lost_row_does_not_keep_a_site_from_starting(settings):
    right, settings.FIELD_KEYS = settings.FIELD_KEYS, [OTHER]
    make_request()
    settings.FIELD_KEYS = right
    make_request()
    field_keys.refuse_wrong_keys()


@pytest.mark.usefixtures("used")
def test_fault_25_old_key_is_needless_only_after_the_rotation(settings, capsys):
    old = settings.FIELD_KEYS
    settings.FIELD_KEYS = [NEW]
    assert refused(capsys)
    settings.FIELD_KEYS = [NEW, *old]
    field_keys.refuse_wrong_keys()
    resealing.reseal_all(dry_run=False)
    settings.FIELD_KEYS = [NEW]
    field_keys.refuse_wrong_keys()


@pytest.mark.usefixtures("used")
def test_fault_25_database_away_is_no_reason_not_to_start(settings, monkeypatch, caplog):
    def away():
        raise OperationalError

    monkeypatch.setattr(field_keys, "keys_open_database", away)
    settings.FIELD_KEYS = [OTHER]
    field_keys.refuse_wrong_keys()
    assert "were not checked" in caplog.text
