"""Fixtures for the whole house."""

from typing import Any

import pytest
from django.conf import settings


def pytest_configure(config: Any) -> None:
    # Templates name static files; their hashed names exist only after collectstatic.
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def outbox_sent(db: Any, mailoutbox: list[Any]) -> Any:
    """Call it to have the worker send what is due; gives the messages sent so far."""

    def send() -> list[Any]:
        from clinic import emails

        while emails.deliver_due():
            pass
        return mailoutbox

    return send
