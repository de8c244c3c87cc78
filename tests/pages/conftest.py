import pytest


@pytest.fixture
def wagtail_image(settings, tmp_path):
    """An image of the library, with its file in a temporary folder."""
    from wagtail.images.models import Image
    from wagtail.images.tests.utils import get_test_image_file

    settings.MEDIA_ROOT = tmp_path
    return Image.objects.create(title="IMG_1234", file=get_test_image_file())
