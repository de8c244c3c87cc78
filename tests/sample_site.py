"""The sample pages for tests, in a database of their own: to load them takes a second."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import connection, transaction
from PIL import Image as Canvas

from pages.sample import pictures
from tests import migrated


def tiny(name: str) -> ImageFile:
    file = io.BytesIO()
    Canvas.new("RGB", (8, 4)).save(file, "PNG")
    return ImageFile(file, name=f"{name}.png")


def load() -> None:
    """The sample pages, their pictures tiny: it takes seconds to encode large ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "drawn", tiny)
        call_command("sample_pages", verbosity=0)


def make_database() -> str:
    """A copy of the test database with the sample pages in it; gives its name."""
    plain = connection.settings_dict["NAME"]
    name = f"{plain}_sample"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    migrated.copy(connection, plain, name)
    with _connected_to(name):
        load()
    return name


@contextmanager
def inside(name: str) -> Iterator[None]:
    """Tests are in the database with the sample pages; what they change is taken back."""
    with _connected_to(name), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _connected_to(name: str | Path) -> Iterator[None]:
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
