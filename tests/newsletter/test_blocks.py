"""Each block in its three forms: on the web, in a mail, as text."""

import re

import pytest

from clinic.models import ClinicDetails, CrisisLine
from newsletter.issue import compose
from newsletter.issue.blocks import IssueBlocks
from newsletter.management.commands import sample_newsletter
from tests.newsletter.factories import make_issue
from tests.newsletter.pictures import make_picture

pytestmark = pytest.mark.django_db

SAID = {"text": "Slowly does it", "who": "A proverb"}
NOTICE = {"title": "Good to know", "text": '<p>We are <a href="/newsletter/">here</a>.</p>'}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def forms(block, client=None):
    """Text, mail and web page of an issue of one block, tags of the mail without their looks."""
    issue = make_issue(body=[block])
    content = compose.compose(issue)
    return content.text, re.sub(r' style="[^"]*"', "", content.html), str(issue.body)


def test_quote():
    text, mail, web = forms(("quote", SAID))
    assert "    “Slowly does it”\n    (A proverb)" in text
    for page in (mail, web):
        assert re.search(r"<blockquote.*Slowly does it.*A proverb.*</blockquote>", page)


def test_quote_of_nobody():
    text, mail, _ = forms(("quote", SAID | {"who": ""}))
    assert "    “Slowly does it”\n\n--" in text
    assert '<p class="quiet"></p>' not in mail


def test_callout():
    text, mail, web = forms(("callout", NOTICE))
    assert "Good to know\n\nWe are here (http://testserver/newsletter/)." in text
    assert 'href="http://testserver/newsletter/"' in mail
    assert '<div class="notice"><strong>Good to know</strong>' in web


def test_crisis_lines_are_those_of_the_practice():
    clinic = ClinicDetails.load()
    clinic.crisis_lines = [CrisisLine(name="Night line", phone="1800 000 111", note="Always")]
    clinic.save()
    text, mail, web = forms(("crisis_lines", None))
    assert "- Night line 1800 000 111 (Always)" in text
    for page in (mail, web):
        assert 'href="tel:1800000111"' in page
    assert "Kids Helpline" not in text


def test_picture_is_ours_has_a_size_and_says_what_it_shows():
    text, mail, web = forms(("image", make_picture()))
    tag = re.search(r"<img[^>]*>", mail)[0]
    assert 'src="http://testserver/media/images/path' in tag
    assert 'width="518" height="324"' in tag
    assert 'alt="A path between trees"' in tag
    assert "[Picture: A path between trees]" in text
    assert 'alt="A path between trees"' in web


def test_small_picture_is_not_made_larger():
    _, mail, _ = forms(("image", make_picture(size=(300, 200))))
    assert 'width="300" height="200"' in mail


def test_decoration_is_silent():
    text, mail, _ = forms(("image", make_picture(alt="", decorative=True)))
    image = re.search(r"<img[^>]*>", mail)[0]
    assert 'alt=""' in image
    assert "data-decorative" in image
    assert "Picture" not in text


def test_deleted_picture_leaves_no_trace():
    text, mail, web = forms(("image", None))
    assert "<img" not in mail + web
    assert "Picture" not in text


def test_sample_shows_every_block():
    used = {name for name, _ in sample_newsletter.body()}
    assert used == set(IssueBlocks().child_blocks)
