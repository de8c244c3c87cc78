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


@pytest.fixture
def sample_site(db, monkeypatch):
    """The sample pages, their pictures tiny: it takes seconds to encode large ones."""
    monkeypatch.setattr(pictures, "drawn", tiny)
    call_command("sample_pages", verbosity=0)


@pytest.fixture
def wagtail_image(settings, tmp_path):
    """A picture in the library, its file in a folder of the test's own."""
    from wagtail.images.models import Image
    from wagtail.images.tests.utils import get_test_image_file

    settings.MEDIA_ROOT = tmp_path
    return Image.objects.create(title="IMG_1234", file=get_test_image_file())
