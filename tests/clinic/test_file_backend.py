import email
from email.policy import default

import pytest
from django.core.mail import EmailMessage

from clinic.mail.file_backend import EmailBackend


@pytest.fixture
def folder(settings, tmp_path):
    settings.MAIL_FILES_DIR = tmp_path / "mail"
    return settings.MAIL_FILES_DIR


def test_each_recipient_gets_a_file_that_shows_nobody_else(folder):
    message = EmailMessage("Hello", "Text", "x@example.org", ["a@example.org"])
    message.cc, message.bcc = ["b@example.org"], ["c@example.org"]
    EmailBackend().send_messages([message])
    parsed = [email.message_from_bytes(p.read_bytes(), policy=default) for p in folder.iterdir()]
    assert sorted(m["To"] for m in parsed) == ["a@example.org", "b@example.org", "c@example.org"]
    assert [m["Cc"] for m in parsed] == [None, None, None]


def test_half_written_files_never_end_in_eml(folder, monkeypatch):
    monkeypatch.setattr("pathlib.Path.rename", lambda *_: None)
    EmailBackend().send_messages(
        [EmailMessage("Hello", "Text", "x@example.org", ["a@example.org"])]
    )
    assert not list(folder.glob("*.eml"))
