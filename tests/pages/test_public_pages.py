"""What holds for every page a reader gets: promises about tracking, headers and cost."""

import re

import pytest

from pages.models import ArticleIndexPage, ArticlePage
from tests.pages import factories
from tests.pages.reading import read
from tests.pages.test_sample_pages import PATHS

#: What a browser fetches by itself.
LOADED = [("link", "href"), ("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "src")]
LOADED += [("source", "srcset"), ("iframe", "src"), ("video", "src"), ("object", "data")]


@pytest.fixture
def public_pages(client, sample_site):
    return [client.get(path) for path in [*PATHS, "/search/?q=grief", "/none/"]]


def test_public_pages_hold_no_token_and_set_no_cookie(public_pages):
    for response in public_pages:
        assert b"csrfmiddlewaretoken" not in response.content
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_public_pages_hold_nothing_inline_but_our_styles(public_pages):
    for response in public_pages:
        # The policy names our styles by their hash: tests/clinic/test_styles.py.
        assert response.content.count(b"<style") == 1
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
        others = [u for u in loaded if not u.startswith("/") and u not in canonical]
        assert others == []


def test_public_pages_say_who_may_frame_and_run(public_pages):
    for response in public_pages:
        policy = response["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


def test_page_head_names_address_language_and_description(client, sample_site):
    html = client.get("/therapies/").content.decode()
    assert '<html lang="en-AU">' in html
    assert '<link rel="canonical" href="http://testserver/therapies/">' in html
    assert '<meta name="description" content="Different ways' in html
    assert '<meta property="og:title" content="Therapies">' in html
    assert "<title>Therapies – Mind Matters Psychology</title>" in html


def test_page_head_names_a_picture_that_anybody_can_fetch(client, sample_site):
    html = client.get("/therapies/").content.decode()
    image = re.search(r'og:image" content="http://testserver(/share/[^"]+)', html)[1]
    assert client.get(image)["Content-Type"] == "image/png"
    assert 'og:image:width" content="1200"' in html
    assert 'og:image:height" content="630"' in html
    assert 'og:image:alt" content="Therapies – Mind Matters Psychology"' in html
    assert 'twitter:card" content="summary_large_image"' in html


def test_page_head_calls_only_an_article_one(client, db):
    index = factories.make(factories.home(), ArticleIndexPage, "Articles")
    article = factories.make(index, ArticlePage, "Sleep")
    assert 'og:type" content="article"' in client.get(article.url).content.decode()
    assert 'og:type" content="website"' in client.get(index.url).content.decode()


def test_later_pages_of_a_list_have_an_address_of_their_own(client, db):
    index = factories.make(factories.home(), ArticleIndexPage, "Articles")
    for number in range(21):
        factories.make(index, ArticlePage, f"Sleep {number}")
    html = client.get(f"{index.url}?page=2").content.decode()
    assert '<link rel="canonical" href="http://testserver/articles/?page=2">' in html
    html = client.get(f"{index.url}?page=1").content.decode()
    assert '<link rel="canonical" href="http://testserver/articles/">' in html


def test_heading_never_takes_an_id_of_the_frame(client, db):
    headings = [("heading", word) for word in ("Main", "Crisis", "Contact", "Request")]
    page = factories.standard(body=factories.stream(*headings))
    ids = [attrs["id"] for _, attrs in read(client.get(page.url)).tags if "id" in attrs]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "path", ["/a%00b/", "/%00", "/nope/?x=%00", "/%F0%9F%98%80/", "/" + "a" * 20_000 + "/", "/%ff/"]
)
def test_strange_addresses_are_not_found(client, db, path):
    assert client.get(path).status_code in (400, 404)


def test_preview_may_be_framed_by_the_editors_side_only(admin_client, sample_site):
    page = factories.home()
    response = page.make_preview_request(preview_mode="")
    assert response.status_code == 200
    assert response._csp_replace == {"frame-ancestors": ["'self'"]}
    url = f"/cms/pages/{page.pk}/view_draft/"
    policy = admin_client.get(url)["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "frame-ancestors 'none'" not in policy
    assert "unsafe" not in policy
