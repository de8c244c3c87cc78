"""What `manage.py serve` does before it serves."""

import contextlib
import json

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.templatetags.static import static

from clinic import launch
from clinic.deployment import supervise
from clinic.management.commands import serve

MANIFEST = {"paths": {"css/desk.css": "css/desk.0123456789ab.css"}, "version": "1.1", "hash": "x"}


@pytest.mark.django_db
def test_static_files_collected_at_the_first_start_are_known(monkeypatch, settings, tmp_path):
    storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}
    assert staticfiles_storage.hashed_files == {}  # loaded, as by the checks at a start

    @contextlib.contextmanager
    def collected():
        yield
        (tmp_path / "staticfiles.json").write_text(json.dumps(MANIFEST))

    served = []
    monkeypatch.setattr(launch, "static_collected", collected)
    monkeypatch.setattr(supervise, "run", lambda processes: served.append(static("css/desk.css")))
    for name in ("_refuse_taken_port", "_prepare", "_print_addresses"):
        monkeypatch.setattr(serve.Command, name, lambda self: None)
    monkeypatch.setattr(serve.connections, "close_all", lambda: None)
    call_command("serve", collect_static=True)
    assert served == ["/static/css/desk.0123456789ab.css"]
