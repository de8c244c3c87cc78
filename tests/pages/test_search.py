import re

import pytest

from pages.searching import MAX_LENGTH, readable
from tests.pages import factories
from tests.pages.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(client):
    def ask(query):
        return read(client.get("/search/", {"q": query}), within="main").text

    return ask


def test_search_finds_words_of_titles_leads_and_bodies(search):
    factories.standard("Fees", lead="What it costs", body=factories.stream(("heading", "Rebates")))
    factories.therapy(areas=factories.stream(("area", {"lead": "Pace", "text": "Unhurried."})))
    assert all("Fees" in search(word) for word in ("fees", "costs", "rebates"))
    assert "Walking Therapy" in search("unhurried")


def test_search_finds_any_word_when_no_page_has_all(search):
    factories.standard("Fees")
    assert "Fees" in search("fees zebra")


def test_search_leaves_out_what_readers_may_not_open(search, django_user_model):
    factories.standard("Fees draft", live=False)
    private = factories.standard("Fees private")
    private.view_restrictions.create(restriction_type="login")
    found = search("fees")
    assert "draft" not in found
    assert "private" not in found


def test_search_without_result_says_what_to_try(search):
    factories.standard("Start", show_in_menus=True)
    text = search("zebra")
    assert "No page holds these words" in text
    assert "Start" in text
    assert "tell us in your own words" in text


def test_search_without_words_offers_a_start(search):
    assert "Or start here" in search("   ")


def test_search_keeps_the_words_and_stays_out_of_indexes(client):
    response = client.get("/search/", {"q": 'sleep "<b>'})
    assert 'value="sleep &quot;&lt;b&gt;"' in response.content.decode()
    assert b'<meta name="robots" content="noindex">' in response.content
    assert b"sleep" not in response.content.split(b"</title>")[0]


@pytest.mark.parametrize(
    "query",
    [
        "\0",
        "gr\0ief",
        "x" * 100_000,
        "word " * 20_000,
        "😀 \u202eevil\u202c",
        "\"' OR 1=1 --",
        "AND OR NOT NEAR(",
        "a* ^b (c) title:x -d +e \\ & | ! <-> %",
        "\ud800".encode("utf-8", "surrogatepass"),
    ],
)
def test_search_survives_any_input(client, query):
    factories.standard("Fees")
    assert client.get("/search/", {"q": query}).status_code == 200


def test_search_takes_the_last_of_many_questions_and_no_question(client):
    assert client.get("/search/?q=a&q=b").status_code == 200
    assert client.get("/search/").status_code == 200


def test_readable_cuts_and_cleans():
    assert readable("  a\0b\n c ") == "a b c"
    assert len(readable("x" * 100_000)) == MAX_LENGTH


def test_search_without_hits_offers_words_that_hit_and_who_helps_now(client, sample_site):
    page = client.get("/search/?q=xyzzy").content.decode()
    words = re.findall("“([^”]+)”", page)
    assert len(words) >= 3
    for word in words:
        assert "No page holds these words" not in client.get(f"/search/?q={word}").content.decode()
    assert "tel:131114" in page[page.index("If you cannot wait") :]
