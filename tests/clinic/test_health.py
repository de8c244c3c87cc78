from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from clinic import work
from clinic.models import Mark, OutgoingEmail


def test_healthz_needs_no_database(client):
    assert client.get("/healthz").json() == {"alive": True}


@pytest.mark.django_db
def test_readyz_says_all_is_well(client):
    work.record_heartbeat()
    response = client.get("/readyz")
    assert response.status_code == 200
    assert set(response.json().values()) == {True}


@pytest.mark.django_db
def test_readyz_misses_the_worker(client):
    Mark.objects.create(name=work.HEARTBEAT, at=timezone.now() - timedelta(minutes=5))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["worker"] is False


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["queued", "sending", "retrying"])
def test_readyz_sees_mail_that_waits(client, state):
    work.record_heartbeat()
    old = timezone.now() - timedelta(hours=1)
    waiting = {"kind": "x/y", "to": "a@example.org", "subject": "s", "state": state}
    # Tried a moment ago and due later: it still waits.
    OutgoingEmail.objects.create(
        created_at=old, due_at=timezone.now() + timedelta(hours=2), **waiting
    )
    assert client.get("/readyz").json()["mail"] is False


@pytest.mark.django_db
def test_readyz_forgives_mail_that_was_given_up(client):
    """Staff see those; monitoring would ring for ever."""
    work.record_heartbeat()
    old = timezone.now() - timedelta(hours=1)
    OutgoingEmail.objects.create(
        kind="x/y", to="a@example.org", subject="s", state="failed", created_at=old
    )
    assert client.get("/readyz").json()["mail"] is True


def test_readyz_without_database_is_503(client, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(connections["default"], "cursor", away)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] is False
