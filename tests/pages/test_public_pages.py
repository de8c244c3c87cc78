"""What holds for every page a reader gets: promises about tracking, headers and cost."""

import re

import pytest

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


def test_public_pages_hold_nothing_inline(public_pages):
    for response in public_pages:
        for tag, attributes in read(response).tags:
            assert tag != "style"
            assert "style" not in attributes
            assert not [name for name in attributes if name.startswith("on")]
            assert tag != "script" or attributes.get("src")


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


def test_sitemap_names_public_addresses(client, sample_site):
    text = client.get("/sitemap.xml").content.decode()
    assert "<loc>http://testserver/therapies/interpersonal-psychotherapy/</loc>" in text
    assert "localhost" not in text


def test_therapy_page_costs_a_bounded_number_of_queries(
    client, sample_site, django_assert_max_num_queries
):
    url = "/therapies/interpersonal-psychotherapy/"
    client.get(url)
    for number in range(5):
        factories.therapy(f"Another {number}")
    with django_assert_max_num_queries(20):
        client.get(url)


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
