"""What holds for every page a reader gets: promises about tracking, headers and cost."""

import re

import pytest
from django.test import Client

from clinic import styles
from tests.pages import factories
from tests.pages.reading import read
from tests.pages.test_sample_pages import PATHS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_sample")]
#: What a browser fetches by itself.
LOADED = [("link", "href"), ("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "src")]
LOADED += [("source", "srcset"), ("iframe", "src"), ("video", "src"), ("object", "data")]


@pytest.fixture(scope="module")
def public_pages(shared_sample):
    """The answers, asked for once."""
    client = Client()
    return [client.get(path) for path in [*PATHS, "/search/?q=grief", "/none/"]]


def test_public_pages_hold_no_token_and_set_no_cookie(public_pages):
    for response in public_pages:
        assert b"csrfmiddlewaretoken" not in response.content
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_public_pages_hold_nothing_inline_but_our_styles(public_pages):
    for response in public_pages:
        inside = re.findall("<style[^>]*>(.*?)</style>", response.content.decode(), re.S)
        assert set(inside) <= {styles.sheet(name) for name in styles.SHEETS}
        for tag, attributes in read(response).tags:
            assert "style" not in attributes
            assert not [name for name in attributes if name.startswith("on")]
            # A data block is never executed: no policy has to allow it.
            is_data = attributes.get("type") == "application/ld+json"
            assert tag != "script" or attributes.get("src") or is_data


def test_public_pages_load_nothing_from_another_host(public_pages):
    for response in public_pages:
        document = read(response)
        loaded = [url for tag, name in LOADED for url in document.attributes(tag, name)]
        canonical = re.findall(r'rel="canonical" href="([^"]+)', response.content.decode())
        others = [u for u in loaded if u[:1] not in "/#" and u not in canonical]
        assert others == []


def test_public_pages_say_who_may_frame_and_run(public_pages):
    for response in public_pages:
        policy = response["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


def test_page_head_names_address_language_and_description(client):
    html = client.get("/therapies/").content.decode()
    assert '<html lang="en-AU">' in html
    assert '<link rel="canonical" href="http://testserver/therapies/">' in html
    assert '<meta name="description" content="Different ways' in html
    assert '<meta property="og:title" content="Therapies">' in html
    assert "<title>Therapies – Mind Matters Psychology</title>" in html


def test_page_head_names_a_picture_that_anybody_can_fetch(client):
    html = client.get("/therapies/").content.decode()
    image = re.search(r'og:image" content="http://testserver(/share/[^"]+)', html)[1]
    assert client.get(image)["Content-Type"] == "image/png"
    assert 'og:image:width" content="1200"' in html
    assert 'og:image:height" content="630"' in html
    assert 'og:image:alt" content="Therapies – Mind Matters Psychology"' in html
    assert 'twitter:card" content="summary_large_image"' in html


def test_preview_may_be_framed_by_the_editors_side_only(admin_client):
    page = factories.home()
    response = page.make_preview_request(preview_mode="")
    assert response.status_code == 200
    assert response._csp_replace == {"frame-ancestors": ["'self'"]}
    url = f"/cms/pages/{page.pk}/view_draft/"
    policy = admin_client.get(url)["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "frame-ancestors 'none'" not in policy
    assert "unsafe" not in policy
