import re

import pytest

from newsletter.issue import compose
from tests.newsletter.factories import make_issue

pytestmark = pytest.mark.django_db


def test_mail_loads_nothing_and_runs_nothing():
    html = compose.compose(make_issue()).html
    assert not re.search(r"<(img|script|iframe|link|form)\b|url\(|@import", html)


def test_mail_has_full_addresses_only():
    content = compose.compose(make_issue())
    assert set(re.findall(r'href="([^"]*)"', content.html)) == {
        "http://testserver/newsletter/",
        "http://testserver/search/",
        compose.UNSUBSCRIBE,
        "http://testserver/newsletter/yours/",
        "http://testserver/newsletter/archive/" + make_issue_slug(content) + "/",
        "tel:000",
        "tel:131114",
    }


def make_issue_slug(content):
    return re.search(r"/newsletter/archive/([\w-]+)/", content.html)[1]


def test_mail_says_who_writes_why_and_how_to_stop():
    content = compose.compose(make_issue())
    for part in (content.text, content.html):
        assert "Mind Matters Psychology" in part
        assert "1 Example Street" in part
        assert "because you asked for our newsletter" in part
        assert compose.UNSUBSCRIBE in part
        assert "/newsletter/archive/" in part


def test_text_is_written_not_stripped():
    text = compose.compose(make_issue()).text
    assert "Words with weight and our letters (http://testserver/newsletter/)." in text
    assert "Make an appointment:\nhttp://testserver/search/" in text
    assert "- one\n- two" in text
    assert "<" not in text


def test_text_keeps_characters_as_they_are():
    text = compose.compose(make_issue(title="You & your “night”")).text
    assert text.startswith("You & your “night”")


def test_words_of_the_editor_are_escaped():
    html = compose.compose(make_issue(title="<script>x</script>")).html
    assert "<script>" not in html
