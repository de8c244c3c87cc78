"""What the site writes is for its own user only, and earlier files become so at start."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connections

from clinic import server, work
from clinic.deployment import private_files
from clinic.finished_pages import changes
from clinic.mail.file_backend import EmailBackend
from pages import share_images


def others_may(path):
    return stat.S_IMODE(path.stat().st_mode) & 0o077


@pytest.fixture
def folder(tmp_path, settings):
    settings.MAIL_FILES_DIR, settings.MEDIA_ROOT = tmp_path / "mail", tmp_path / "media"
    return tmp_path


def test_fault_14_mails_pictures_and_caches_are_for_the_site_only(folder):
    EmailBackend().send_messages([EmailMessage("Hello", "link", "x@example.org", ["a@b.example"])])
    storages.create_storage(
        {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    ).save("images/room.jpg", ContentFile(b"x"))
    share_images.drawing("A title", "A clinic")
    written = list(folder.rglob("*"))
    assert {path.suffix for path in written} >= {".eml", ".jpg", ".png"}
    assert [path for path in written if others_may(path)] == []


@pytest.mark.parametrize("command", ["check", "roles", "worker", "shell"])
def test_fault_14_every_command_writes_for_the_site_only(monkeypatch, command):
    monkeypatch.setattr(sys, "argv", ["manage.py", command])
    before = os.umask(0o022)
    try:
        private_files.set_umask()
        assert os.umask(0o077) == 0o077
    finally:
        os.umask(before)


def test_fault_14_umask_is_set_before_anything_is_read():
    code = "import clinic.settings, os; print(oct(os.umask(0)))"
    asked = [sys.executable, "-c", f"import os; os.umask(0o022); {code}"]
    done = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=settings.BASE_DIR)
    assert done.stdout.strip() == "0o77"


def test_static_files_may_be_read_by_a_web_server(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["manage.py", "collectstatic"])
    before = os.umask(0o022)
    private_files.set_umask()
    assert os.umask(before) == 0o022


@pytest.fixture
def left_open(tmp_path):
    """A folder of an earlier version, and something in it that is not ours."""
    before = os.umask(0o022)
    for name in ("mail/a.eml", "media/images/room.jpg", "cache/pages/x", "static/site.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    for name in ("clinic.sqlite3", "clinic.sqlite3-wal", "local.env"):
        (tmp_path / name).write_text("x")
    (tmp_path / "mail" / "link").symlink_to("/etc/hosts")
    tmp_path.chmod(0o755)
    os.umask(before)
    return tmp_path


def test_fault_14_folders_of_an_earlier_version_are_tightened(left_open):
    outside = Path("/etc/hosts").stat().st_mode
    assert private_files.restrict_permissions(left_open) > 8
    ours = [p for p in left_open.rglob("*") if "static" not in p.parts and not p.is_symlink()]
    assert [p for p in (left_open, *ours) if others_may(p)] == []
    assert others_may(left_open / "static" / "site.css") == 0o044
    assert Path("/etc/hosts").stat().st_mode == outside
    assert private_files.restrict_permissions(left_open) == 0


def test_folder_for_everybody_stays_one(left_open, caplog):
    left_open.chmod(0o1777)
    private_files.restrict_permissions(left_open)
    assert stat.S_IMODE(left_open.stat().st_mode) == 0o1777
    assert not others_may(left_open / "mail" / "a.eml")
    assert "folder for everybody" in caplog.text


def test_folder_that_is_not_there_is_no_fault(tmp_path):
    assert private_files.restrict_permissions(tmp_path / "none") == 0


@pytest.mark.django_db
def test_fault_14_web_and_worker_tighten_at_start(left_open, settings, monkeypatch):
    settings.VAR_DIR = left_open
    monkeypatch.setattr(changes, "renew", lambda: None)
    monkeypatch.setattr(connections, "close_all", lambda: None)  # the test goes on with its own
    server.on_starting(None)
    assert not others_may(left_open / "mail" / "a.eml")
    (left_open / "mail" / "a.eml").chmod(0o644)
    monkeypatch.setattr(work, "run_forever", lambda stop: None)
    monkeypatch.setattr("signal.signal", lambda *args: None)
    threading.Thread(target=call_command, args=["worker"]).run()
    assert not others_may(left_open / "mail" / "a.eml")


def test_fault_14_caches_files_are_for_the_site_only(tmp_path):
    cache = type(caches["default"])(str(tmp_path / "cache"), {})
    cache.set("a", "b")
    assert [p for p in (tmp_path / "cache").rglob("*") if others_may(p)] == []
