import gc
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFilter
from wagtail.images import get_image_model

from pages import pictures
from tests.pages import factories
from tests.pages.reading import read

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]


@pytest.fixture(autouse=True)
def tidy():
    # Wagtail remembers sizes by a picture's number, and numbers begin anew in each test.
    cache.clear()
    yield
    # Wagtail leaves its temporary files to the collector: here, not in somebody else's test.
    gc.collect()


def store(image, kind="JPEG"):
    file = BytesIO()
    image.save(file, kind)
    return get_image_model().objects.create(
        title="A room", file=ImageFile(file, name=f"room.{kind.lower()}")
    )


def photograph(width=2400, height=1600):
    """As much detail as a room with plants: noise at three scales over soft light."""
    fine, middle, soft = (
        Image.effect_noise((width // n, height // n), 90).resize((width, height))
        for n in (3, 12, 60)
    )
    grey = Image.blend(Image.blend(fine, middle, 0.6), soft, 0.6)
    return Image.merge("RGB", (grey, grey.filter(ImageFilter.GaussianBlur(3)), soft))


def show(client, *pictures_shown):
    blocks = [
        ("image", {"image": picture.pk, "alt_text": "A bright room", "decorative": False})
        for picture in pictures_shown
    ]
    return client.get(factories.standard(body=factories.stream(*blocks)).url)


def test_worker_makes_every_size_a_page_shows(client):
    picture = store(photograph(1200, 800))
    assert pictures.make_renditions() == 1
    made = picture.renditions.count()
    assert made == len(pictures.FILTER_SPECS)
    show(client, picture, picture)
    assert picture.renditions.count() == made
    assert pictures.make_renditions() == 0


def test_file_that_is_no_picture_keeps_no_other_waiting(caplog):
    broken = store(photograph(60, 40))
    broken.file.save("broken.jpeg", ImageFile(BytesIO(b"not a picture")), save=False)
    get_image_model().objects.filter(pk=broken.pk).update(file=broken.file.name)
    fine = store(photograph(60, 40))
    assert pictures.make_renditions() == 1
    assert fine.renditions.exists()
    assert f"picture {broken.pk}" in caplog.text
    get_image_model().objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert pictures.make_renditions() == 0


def test_first_picture_comes_at_once_and_others_when_needed(client):
    picture = store(photograph(1200, 800))
    shown = [a for tag, a in read(show(client, picture, picture)).tags if tag == "img"]
    assert [a.get("loading") for a in shown] == [None, "lazy"]
    assert [a.get("fetchpriority") for a in shown] == ["high", None]
    assert all(a["width"] and a["height"] and a["sizes"] for a in shown)


def test_page_with_a_photograph_weighs_under_120_kb():
    picture = store(photograph())
    sizes = picture.get_renditions(*pictures.FILTER_SPECS)
    # The formats that browsers since 2020 choose (AVIF, WebP), at the largest size.
    for spec in ("format-avif|width-1008", "format-webp|width-1008"):
        assert sizes[spec].file.size < 105_000, spec
    # An old phone takes the middle size of the JPEG.
    assert sizes["format-jpeg|width-720"].file.size < 105_000


def test_drawing_with_a_clear_ground_gets_white_paper_where_it_must():
    drawing = Image.new("RGBA", (900, 600), (0, 0, 0, 0))
    ImageDraw.Draw(drawing).ellipse((200, 100, 700, 500), fill=(20, 90, 85, 255))
    picture = store(drawing, "PNG")
    jpeg = picture.get_rendition("format-jpeg|width-720")
    with jpeg.file.open() as file, Image.open(file) as seen:
        assert seen.getpixel((2, 2)) == (255, 255, 255)
    webp = picture.get_rendition("format-webp|width-720")
    with webp.file.open() as file, Image.open(file) as seen:
        assert seen.convert("RGBA").getpixel((2, 2))[3] == 0
