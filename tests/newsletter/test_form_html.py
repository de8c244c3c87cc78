import pytest
from django.template import Context, Template

from newsletter.list.form_html import COULD_NOT_SEND
from newsletter.models import ConsentWording

pytestmark = pytest.mark.django_db


def render(rf, placement="footer", path="/therapies/"):
    template = Template("{% load newsletter_signup %}{% newsletter_signup placement %}")
    return template.render(Context({"request": rf.get(path), "placement": placement}))


def test_form_shows_the_wording_exactly(rf):
    assert f">{ConsentWording.current().text}</p>" in render(rf)


def test_form_knows_where_it_stands(rf):
    assert 'value="body /therapies/"' in render(rf, "body")


def test_form_escapes_a_hostile_path(rf):
    html = render(rf, path='/"><script>é' + "x" * 500)
    assert "<script>" not in html.replace("<script src", "")
    assert "/%22%3E%3Cscript%3E%C3%A9" in html


def test_form_shows_new_words_at_once(rf):
    render(rf)
    ConsentWording.objects.create(version=2, text="Newer words.")
    html = render(rf)
    assert "Newer words." in html
    assert 'name="wording" value="2"' in html


def test_form_carries_no_secret_and_the_same_bytes_for_all(rf):
    html = render(rf)
    assert "csrf" not in html
    assert html == render(rf)


def test_form_says_the_error_sentence_word_for_word(rf):
    assert COULD_NOT_SEND == (
        "There was an error while trying to send your request. Please try again."
    )
    assert f'data-could-not-send="{COULD_NOT_SEND}"' in render(rf)


def test_form_needs_no_inline_code(rf):
    html = render(rf)
    assert "style=" not in html
    assert "onsubmit" not in html
