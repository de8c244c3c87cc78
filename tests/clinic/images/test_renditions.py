"""A size that cannot be made takes nothing down: pages, shared links, mails, Wagtail's screens."""

import io

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from environs import Env
from PIL import Image
from wagtail.images import get_image_model

from clinic.deployment import environment
from clinic.finished_pages.cache_backends import CircuitBreaker, SharedCache
from clinic.images import process, renditions
from clinic.images.child import RefusedError
from clinic.models import ClinicDetails
from newsletter.issue import compose
from pages import pictures, share_images
from tests.clinic.images import files
from tests.pages import factories
from tests.pages.staff import logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_process")]


@pytest.fixture(autouse=True)
def tidy():
    cache.clear()
    yield
    cache.clear()


def stored(data, name="room.png", **columns):
    """A picture as an earlier version took it: nothing was looked at."""
    file = ImageFile(io.BytesIO(data), name=name)
    return get_image_model().objects.create(title="A room", file=file, **columns)


def emptied(picture, data=b"not a picture"):
    with picture.file.storage.open(picture.file.name, "wb") as file:
        file.write(data)
    return picture


@pytest.fixture
def broken():
    return emptied(stored(files.png(30, 20)))


def page_with(picture, **columns):
    block = ("image", {"image": picture.pk, "alt_text": "A bright room", "decorative": False})
    return factories.standard(body=factories.stream(block), **columns)


@pytest.mark.parametrize("case", ["grey of 16 bits", "one pixel wide", "print colours", "palette"])
def test_fault_13_picture_of_an_earlier_version_is_shown(client, case):
    name, data = files.TAKEN[case]
    response = client.get(page_with(stored(data(), name)).url)
    assert response.status_code == 200
    assert b"<picture>" in response.content


def test_fault_4_page_with_a_picture_comes_while_the_shared_cache_is_away(
    client, settings, monkeypatch
):
    monkeypatch.setattr(SharedCache, "breaker", CircuitBreaker())
    away = environment.shared_cache(Env().dj_cache_url("NONE", "redis://127.0.0.1:1/0"))
    settings.CACHES = {"default": away, "pages": away}
    response = client.get(page_with(stored(files.png(300, 200))).url)
    assert response.status_code == 200
    assert b"<picture>" in response.content


@pytest.mark.parametrize(
    "gone",
    [b"not a picture", b"", files.bomb_gif(), "deleted"],
    ids=["words", "empty", "bomb", "deleted"],
)
def test_fault_13_page_is_shown_without_a_picture_that_cannot_be(client, broken, gone):
    if gone == "deleted":
        broken.file.storage.delete(broken.file.name)
    else:
        emptied(broken, gone)
    response = client.get(page_with(broken, share_image=broken).url)
    assert response.status_code == 200
    assert b"<picture>" not in response.content
    assert b"/share/" in response.content  # the picture with the title


def test_fault_13_shared_link_has_the_drawn_picture(broken):
    page = page_with(broken, share_image=broken)
    assert share_images.picture(page, ClinicDetails.current().name).path.startswith("/share/")


def test_fault_13_mail_leaves_without_the_picture(broken):
    broken.decorative = True
    assert compose.picture(broken) is None


def test_fault_13_wagtails_own_screens_stay_up(broken):
    editor = logged_in("Editor")
    pk = broken.pk
    page = page_with(broken, share_image=broken)
    for address in (
        "/cms/images/",
        f"/cms/images/{pk}/",
        f"/cms/images/{pk}/delete/",
        "/cms/images/chooser/",
        f"/cms/images/chooser/chosen/{pk}/",
        f"/cms/images/chooser/{pk}/select_format/",
        f"/cms/images/chooser/chosen-multiple/?id={pk}",
        f"/cms/api/main/images/{pk}/",
        f"/cms/pages/{page.pk}/edit/",
        f"/cms/bulk/wagtailimages/image/delete/?id={pk}",
    ):
        assert editor.get(address).status_code == 200, address


def test_fault_13_full_disk_costs_the_picture_only(client, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    picture = stored(files.png(30, 20))
    monkeypatch.setattr(type(picture), "create_rendition", full)
    monkeypatch.setattr(type(picture), "create_renditions", full)
    assert client.get(page_with(picture).url).status_code == 200


def test_fault_12_what_cannot_be_made_is_not_tried_for_every_reader(broken, monkeypatch):
    asked = []

    def run_child(act, data, **job):
        asked.append(job)
        raise RefusedError("work")

    monkeypatch.setattr(renditions, "run_child", run_child)
    for _ in range(3):
        assert renditions.is_missing(broken.get_rendition("width-20"))
    assert len(asked) == 1


def test_fault_12_every_size_is_made_in_the_other_process(monkeypatch):
    acts = []

    def run_child(act, data, **job):
        acts.append(act)
        return process.run_child(act, data, **job)

    monkeypatch.setattr(renditions, "run_child", run_child)
    stored(files.png(30, 20)).get_renditions(*pictures.FILTER_SPECS, "max-165x165")
    assert acts == ["render"] * 7


def test_turned_photograph_of_an_earlier_version_is_cut_upright():
    made = stored(files.turned_jpeg(), "photo.jpg").get_rendition("width-100|format-png")
    with made.file.open() as file, Image.open(file) as seen:
        assert seen.size == (100, 133)


def test_point_of_interest_and_ground_are_kept():
    drawing = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    drawing.paste((255, 0, 0, 255), (150, 0, 200, 100))
    out = io.BytesIO()
    drawing.save(out, "PNG")
    point = {"focal_point_x": 175, "focal_point_y": 50}
    picture = stored(out.getvalue(), **point, focal_point_width=20, focal_point_height=20)
    spec = "fill-50x50-c100|format-jpeg|bgcolor-00f"
    with picture.get_rendition(spec).file.open() as file, Image.open(file) as seen:
        red, _, blue = seen.getpixel((25, 25))
    assert red > 200 > blue
    with picture.get_rendition("width-200|bgcolor-00f").file.open() as file:
        assert Image.open(file).convert("RGB").getpixel((5, 5)) == (0, 0, 255)
