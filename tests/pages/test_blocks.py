import gc

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import get_template
from wagtail import blocks
from wagtail.blocks import StreamBlockValidationError
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from clinic.styles import sheet
from pages.blocks import FreeText
from tests.pages import factories
from tests.pages.every_page import TYPES
from tests.pages.reading import read

BLOCKS = FreeText().child_blocks
#: Every block that an editor can add to a field of a page, by field and name.
ADDED = {
    f"{model.__name__}.{field.name}.{name}": block
    for model in TYPES
    for field in model._meta.get_fields()
    if isinstance(field, StreamField)
    for name, block in field.stream_block.child_blocks.items()
}


@pytest.mark.parametrize("name", ADDED)
def test_block_has_icon_description_template_and_preview(name):
    block = ADDED[name]
    assert block.meta.icon != "placeholder"
    assert block.meta.description
    assert get_template(block.meta.template)
    assert block.is_previewable


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.django_db
def test_block_preview_opens_for_editors(admin_client, name):
    block = BLOCKS[name]
    url = f"/cms/block-preview/?id={block.definition_prefix}"
    response = admin_client.get(url)
    assert response.status_code == 200
    assert sheet("page").encode() in response.content


def render(name, value, client):
    page = factories.standard(body=factories.stream((name, value)))
    return client.get(page.url)


@pytest.mark.django_db
def test_numbered_list_shows_lead_words(client):
    items = [{"lead": "First.", "text": "Write."}, {"lead": "Then.", "text": "Talk."}]
    response = render("numbered_list", items, client)
    assert "<strong>First.</strong> Write." in response.content.decode()


@pytest.mark.django_db
def test_question_is_a_heading_with_its_answer(client):
    value = {"question": "Why now?", "answer": [{"type": "paragraph", "value": "<p>Because.</p>"}]}
    text = render("question", value, client).content.decode()
    assert '<h2 id="s-why-now">Why now?</h2>' in text
    assert "<p>Because.</p>" in text


@pytest.mark.django_db
def test_call_to_action_without_page_leads_to_appointments(client):
    value = {"title": "Ready?", "text": "", "button": "Send a request", "page": None}
    text = render("call_to_action", value, client).content.decode()
    assert 'href="/appointments/new-client/">Send a request</a>' in text


@pytest.mark.django_db
def test_what_editors_type_is_escaped(client):
    response = render("heading", "<script>alert(1)</script>", client)
    assert b"<script>alert" not in response.content
    assert "<script>alert(1)</script>" in read(response, within="main").text


@pytest.fixture
def picture(db):
    yield get_image_model().objects.create(title="A room", file=get_test_image_file())
    # Wagtail leaves its temporary files to the collector: here, not in somebody else's test.
    gc.collect()


def test_image_needs_words_or_the_mark_decorative(picture):
    block = BLOCKS["image"]
    for data, fine in [
        ({"image": picture.pk, "alt_text": "", "decorative": False}, False),
        ({"image": picture.pk, "alt_text": "A bright room", "decorative": False}, True),
        ({"image": picture.pk, "alt_text": "", "decorative": True}, True),
    ]:
        value = block.to_python(data)
        if fine:
            block.clean(value)
        else:
            with pytest.raises(ValidationError):
                block.clean(value)


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_image_is_served_in_small_formats_with_its_size_and_words(client, picture):
    value = {"image": picture.pk, "alt_text": "A bright room", "decorative": False}
    document = read(render("image", value, client))
    assert document.attributes("source", "type") == ["image/avif", "image/webp"]
    image = next(attrs for tag, attrs in document.tags if tag == "img")
    assert image["alt"] == "A bright room"
    assert {"width", "height", "sizes", "srcset"} <= set(image)


def test_free_text_without_required_parts_is_refused():
    block = FreeText(required=False)
    value = block.to_python([{"type": "question", "value": {"question": "", "answer": []}}])
    with pytest.raises(StreamBlockValidationError):
        block.clean(value)


def rich_text_in(block):
    """Every rich text block inside `block`."""
    if isinstance(block, blocks.RichTextBlock):
        yield block
    children = getattr(block, "child_blocks", {}).values()
    for child in [*children, *filter(None, [getattr(block, "child_block", None)])]:
        yield from rich_text_in(child)


def test_no_rich_text_lets_an_editor_choose_a_heading_level():
    features = []
    for model in factories.page_types():
        for field in model._meta.concrete_fields:
            if isinstance(field, StreamField):
                features += [rich.features for rich in rich_text_in(field.stream_block)]
            elif isinstance(field, RichTextField):
                features.append(field.features)
    assert len(features) > 10
    assert all(set(offered) <= {"bold", "italic", "link"} for offered in features)


def test_heading_never_takes_an_id_of_the_frame(client, db):
    headings = [("heading", word) for word in ("Main", "Crisis", "Contact", "Request")]
    page = factories.standard(body=factories.stream(*headings))
    ids = [attrs["id"] for _, attrs in read(client.get(page.url)).tags if "id" in attrs]
    assert len(ids) == len(set(ids))
