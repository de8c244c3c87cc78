"""Fixtures of the newsletter's room."""

import pytest

from tests.newsletter.factories import start_campaign
from tests.newsletter.fake_provider import FakeProvider


@pytest.fixture
def fake_provider(settings):
    """The site sends through Anymail's real Postmark backend to a provider on this machine."""
    with FakeProvider() as provider:
        settings.EMAIL_PROVIDER = "postmark"
        settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
        settings.ANYMAIL = {
            "POSTMARK_API_URL": provider.url,
            "POSTMARK_SERVER_TOKEN": "test",
            "REQUESTS_TIMEOUT": 5,
            "SEND_DEFAULTS": {"track_clicks": False, "track_opens": False},
        }
        yield provider


@pytest.fixture
def start(db):
    """Call it to have a fresh issue prepared, released and begun."""
    return start_campaign


@pytest.fixture
def mail_files(settings, tmp_path):
    """The site writes mails as files; call it to read them."""
    settings.EMAIL_BACKEND = "clinic.mail_files.EmailBackend"
    settings.MAIL_FILES_DIR = tmp_path

    def read():
        from email import message_from_bytes
        from email.policy import default

        paths = sorted(tmp_path.glob("*.eml"))
        return [message_from_bytes(path.read_bytes(), policy=default) for path in paths]

    return read
