"""Promise 9 of the design: no pixel, no picture from elsewhere, no rewritten link.

Reads mails as they left, not as they were composed: from the provider's side and as files.
"""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from newsletter.issue import compose
from newsletter.preflight import fetch
from newsletter.sending import worker as sending
from tests.newsletter.factories import BODY, make_issue, make_reader
from tests.newsletter.pictures import make_picture

pytestmark = pytest.mark.django_db

OUTSIDE = "https://example.org/a?b=1&c=2"


class Seen(HTMLParser):
    """Everything a mail program would fetch or follow."""

    def __init__(self, html):
        super().__init__()
        self.links, self.loads, self.pictures = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.links += [found["href"]] if "href" in found else []
        self.loads += [found[n] for n in ("src", "srcset", "background", "poster") if n in found]
        self.pictures += [found] if tag == "img" else []


@pytest.fixture
def issue(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(fetch, "check", lambda address: fetch.LinkStatus())  # no network here
    settings.MEDIA_ROOT = tmp_path / "media"
    link = f'<p><a href="{OUTSIDE.replace("&", "&amp;")}">A page elsewhere</a></p>'
    return make_issue(body=[*BODY, ("paragraph", link), ("image", make_picture())])


@pytest.fixture(params=["provider", "files"])
def sent(request, issue, start):
    """HTML and text of an issue as it left for one person, and that person's way out."""
    make_reader()
    source = request.getfixturevalue(
        "fake_provider" if request.param == "provider" else "mail_files"
    )
    start(issue)
    sending.send_due()
    if request.param == "provider":
        (mail,) = source.messages
        headers = {each["Name"]: each["Value"] for each in mail["Headers"]}
        return mail["HtmlBody"], mail["TextBody"], headers["List-Unsubscribe"].strip("<>")
    (mail,) = source()
    html = mail.get_body(["html"]).get_content()
    text = mail.get_body(["plain"]).get_content()
    return html, text, mail["List-Unsubscribe"].strip().strip("<>")


def test_no_picture_comes_from_another_host(sent):
    seen = Seen(sent[0])
    assert seen.loads
    assert all(each.startswith("http://testserver/media/images/") for each in seen.loads)
    assert not re.search(r"url\(|@import|<link|<script|<iframe", sent[0])


def test_no_picture_is_a_pixel(sent):
    """Pitfall 22."""
    sizes = [(int(each["width"]), int(each["height"])) for each in Seen(sent[0]).pictures]
    assert sizes == [(518, 324)]


def test_every_picture_is_the_same_for_everybody(sent, issue):
    assert Seen(sent[0]).loads == Seen(compose.compose(issue).html).loads


def test_no_link_is_rewritten(sent, issue):
    """Pitfall 22."""
    html, text, way_out = sent
    written = compose.compose(issue)
    assert OUTSIDE in Seen(html).links
    assert Seen(html).links == [
        link.replace(compose.UNSUBSCRIBE, way_out) for link in Seen(written.html).links
    ]
    assert text.split() == written.text.replace(compose.UNSUBSCRIBE, way_out).split()
    assert unescape(html).count(way_out) == 1
