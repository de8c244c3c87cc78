import gc
from io import BytesIO

import pytest
from django.conf import settings
from PIL import Image
from wagtail.images.models import Image as WagtailImage
from wagtail.images.tests.utils import get_test_image_file

from pages import share_images
from tests.pages import factories

LONG = "A title that goes on and on and on " * 8 + "x" * 300
NAME = "Mind Matters Psychology"


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("title", ["", "Fees", LONG, "x" * 500, "Nguyễn – “Łódź” 漢字", "漢字"])
def test_drawing_is_small_and_of_the_size_it_says(title):
    content = share_images.draw(title, NAME)
    assert Image.open(BytesIO(content)).size == (1200, 630)
    assert len(content) < 60_000


def test_titles_are_drawn_with_letters_of_the_font():
    assert share_images.drawable("Nguyễn – “quiet” café\n漢字") == "Nguyen – “quiet” café "


def test_long_titles_are_cut_after_a_word():
    size, lines = share_images._fit(LONG)
    assert len(lines) == share_images.MAX_LINES
    assert lines[-1].endswith(" …")
    face = share_images.font(size)
    assert all(face.getlength(line) <= share_images.WIDTH - 60 for line in lines)


@pytest.fixture
def page(db):
    return factories.standard("Fees")


def test_picture_of_a_title_may_be_kept_for_ever(client, page):
    path = share_images.picture(page, NAME).path
    response = client.get(path)
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies


def test_picture_is_drawn_once(client, page, monkeypatch):
    path = share_images.picture(page, NAME).path
    first = client.get(path).content
    monkeypatch.setattr(share_images, "draw", None)
    assert client.get(path).content == first


def test_disk_that_takes_nothing_costs_no_picture_and_fills_no_folder(client, page, monkeypatch):
    def full(part, content):
        part.touch()
        raise OSError("No space left on device")

    monkeypatch.setattr(share_images.Path, "write_bytes", full)
    assert client.get(share_images.picture(page, NAME).path).status_code == 200
    assert not list((settings.MEDIA_ROOT / "share").iterdir())


def test_new_title_has_a_new_address_and_the_old_one_ends(client, page):
    old = share_images.picture(page, NAME).path
    page.title = "Prices"
    page.save_revision().publish()
    assert share_images.picture(page, NAME).path != old
    assert client.get(old).status_code == 404


def test_picture_says_no_words_but_those_of_a_page_for_readers(client, page):
    path = share_images.picture(page, NAME).path
    other = share_images.digest("Other words", NAME)
    assert client.get(f"/share/{page.pk}/{other}.png").status_code == 404
    assert client.get(f"/share/{page.pk + 1}/{path[-20:-4]}.png").status_code == 404
    page.unpublish()
    assert client.get(path).status_code == 404


def test_home_page_is_drawn_with_its_large_words(client, db):
    home = factories.home()
    picture = share_images.picture(home, NAME)
    assert picture.alt == f"{home.heading} – {NAME}"
    assert client.get(picture.path).status_code == 200


@pytest.fixture
def photo(db):
    file = get_test_image_file(size=(1600, 1200))
    yield WagtailImage.objects.create(title="Rooms", description="Two chairs", file=file)
    # Wagtail leaves its temporary files to the collector: here, not in somebody else's test.
    gc.collect()


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_chosen_picture_is_cut_to_size_and_described(page, photo):
    page.share_image = photo
    picture = share_images.picture(page, NAME)
    assert (picture.width, picture.height) == (1200, 630)
    assert picture.alt == "Two chairs"
    assert picture.path.startswith("/media/images/")
