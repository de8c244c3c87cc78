"""The sample pages for tests."""

import io

import pytest
from django.core.files.images import ImageFile
from django.core.management import call_command
from PIL import Image as Canvas

from pages.sample import pictures


def tiny(name: str) -> ImageFile:
    file = io.BytesIO()
    Canvas.new("RGB", (8, 4)).save(file, "PNG")
    return ImageFile(file, name=f"{name}.png")


def load() -> None:
    """The sample pages, their pictures tiny: it takes seconds to encode large ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "drawn", tiny)
        call_command("sample_pages", verbosity=0)
