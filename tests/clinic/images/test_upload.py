"""Every way in for a picture: one at a time, many, the chooser, and replacing a file."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection

from clinic.images import child
from pages import pictures
from tests.clinic.images import files
from tests.pages.staff import logged_in

pytestmark = pytest.mark.django_db
Picture = get_image_model()


@pytest.fixture
def editor():
    return logged_in("Editor")


def upload(name, data):
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def add(client, file):
    data = {"title": "A room", "file": file, "collection": Collection.objects.first().pk}
    return client.post("/cms/images/add/", data)


def add_many(client, file):
    return client.post("/cms/images/multiple/add/", {"title": "A room", "files[]": file})


def add_in_chooser(client, file):
    data = {"image-chooser-upload-title": "A room", "image-chooser-upload-file": file}
    data["image-chooser-upload-collection"] = Collection.objects.first().pk
    return client.post("/cms/images/chooser/create/", data)


#: Each format once, for a page, a shared link and Wagtail's lists.
SIZES = (*pictures.FILTER_SPECS[::2], "fill-1200x630|format-jpeg", "max-165x165")
UPLOADS = {"add": add, "many": add_many, "chooser": add_in_chooser}


@pytest.mark.usefixtures("without_process")
@pytest.mark.parametrize("case", files.TAKEN)
def test_fault_13_what_people_have_is_taken_and_every_size_is_made(editor, case):
    name, data = files.TAKEN[case]
    response = add(editor, upload(name, data()))
    assert response.status_code == 302, response.context and response.context["form"].errors
    picture = Picture.objects.get()
    for spec, made in picture.get_renditions(*SIZES).items():
        assert made.width > 0, spec
        assert made.height > 0, spec


def test_fault_13_grey_of_16_bits_keeps_its_light(editor):
    add(editor, upload("scan.png", files.png(300, 200, 16, 0)))
    with Picture.objects.get().file.open() as file, Image.open(file) as seen:
        assert seen.getpixel((5, 5)) == (0x55, 0x55, 0x55)


def test_fault_13_photograph_stands_upright_and_says_nothing_of_its_place(editor):
    add(editor, upload("photo.jpg", files.turned_jpeg()))
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (480, 640)
    with picture.file.open() as file:
        assert b"at home" not in file.read()


@pytest.mark.parametrize("view", UPLOADS)
def test_fault_13_iphones_picture_is_accepted_by_every_upload_view(editor, view):
    name, data = files.TAKEN["iPhone"]
    assert UPLOADS[view](editor, upload(name, data())).status_code in (200, 302)
    assert Picture.objects.get().file.name.endswith(".jpg")


def test_fault_13_picture_is_replaced_by_an_iphones(editor):
    add(editor, upload("a.png", files.png(30, 20)))
    address = f"/cms/images/{Picture.objects.get().pk}/"
    name, data = files.TAKEN["iPhone"]
    collection = Collection.objects.first().pk
    sent = {"title": "A room", "collection": collection, "file": upload(name, data())}
    assert editor.post(address, sent).status_code == 302
    assert (Picture.objects.get().width, Picture.objects.get().height) == (640, 480)


def test_other_columns_are_changed_without_the_file(editor):
    add(editor, upload("a.png", files.png(30, 20)))
    before = Picture.objects.get()
    sent = {"title": "Another room", "collection": Collection.objects.first().pk}
    assert editor.post(f"/cms/images/{before.pk}/", sent).status_code == 302
    after = Picture.objects.get()
    assert (after.title, after.file.name) == ("Another room", before.file.name)


def said(response):
    """The message of the response, HTML or JSON."""
    text = response.content.decode()
    return json.dumps(json.loads(text)) if text.startswith("{") else text


@pytest.mark.usefixtures("without_process")
@pytest.mark.parametrize(
    ("view", "case"),
    [
        *(("add", case) for case in files.REFUSED),
        *((view, case) for view in ("many", "chooser") for case in ("60000 x 60000", "words")),
    ],
)
def test_fault_12_what_no_page_could_show_is_refused_in_a_sentence(editor, view, case):
    name, data, words = files.REFUSED[case]
    response = UPLOADS[view](editor, upload(name, data()))
    assert response.status_code in (200, 422)
    assert words in said(response)
    assert not Picture.objects.exists()


@pytest.mark.parametrize("case", ["60000 x 60000", "half a JPEG"])
def test_fault_12_bad_file_replaces_nothing(editor, case):
    add(editor, upload("a.png", files.png(30, 20)))
    before = Picture.objects.get()
    name, data, words = files.REFUSED[case]
    sent = {"title": "A room", "collection": Collection.objects.first().pk}
    response = editor.post(f"/cms/images/{before.pk}/", sent | {"file": upload(name, data())})
    assert words in response.content.decode()
    assert Picture.objects.get().file.name == before.file.name


def test_fault_12_size_is_read_before_anything_is_decoded(monkeypatch):
    from PIL.PngImagePlugin import PngImageFile

    monkeypatch.setattr(PngImageFile, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(child.RefusedError) as refused:
        child.convert(files.png(60000, 60000, rows=1), {})
    assert refused.value.pixels == 3_600_000_000


def test_fault_12_document_that_is_no_pdf_is_refused(editor, django_user_model):
    django_user_model.objects.update(is_superuser=True)
    assert Permission.objects.filter(codename="add_document").exists()
    sent = {"title": "Fees", "collection": Collection.objects.first().pk}
    for body, status in ((b"PK\x03\x04 a Word file", 200), (b"", 200), (b"%PDF-1.7\n%%EOF", 302)):
        file = upload("fees.pdf", body)
        assert editor.post("/cms/documents/add/", sent | {"file": file}).status_code == status
