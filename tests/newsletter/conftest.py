"""Fixtures for the tests of the newsletter."""

import pytest

from tests.newsletter.factories import start_campaign
from tests.newsletter.fake_provider import FakeProvider


@pytest.fixture
def fake_provider(settings, request):
    """Make the site send by Anymail's backend to a fake provider on this machine.

    Postmark, unless a test asks for others with `@pytest.mark.parametrize(..., indirect=True)`.
    """
    name = getattr(request, "param", "postmark")
    with FakeProvider(name) as provider:
        settings.EMAIL_PROVIDER = name
        settings.EMAIL_BACKEND = f"anymail.backends.{name}.EmailBackend"
        upper = name.upper()
        settings.ANYMAIL = {
            f"{upper}_API_URL": provider.url,
            f"{upper}_API_KEY": "test",
            "POSTMARK_SERVER_TOKEN": "test",
            "REQUESTS_TIMEOUT": 5,
            "SEND_DEFAULTS": {"track_clicks": False, "track_opens": False},
        }
        yield provider


@pytest.fixture
def start(db):
    """Return a function that prepares, releases and begins a new issue."""
    return start_campaign


@pytest.fixture
def mail_files(settings, tmp_path):
    """Make the site write mails as files; return a function that reads them."""
    settings.EMAIL_BACKEND = "clinic.mail.file_backend.EmailBackend"
    settings.MAIL_FILES_DIR = tmp_path

    def read():
        from email import message_from_bytes
        from email.policy import default

        paths = sorted(tmp_path.glob("*.eml"))
        return [message_from_bytes(path.read_bytes(), policy=default) for path in paths]

    return read
