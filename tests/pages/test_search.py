from datetime import timedelta

import pytest
from django.utils import timezone

from pages.models import StandardPage
from pages.searching import MAX_LENGTH, clean_query, is_distressed
from pages.searching import search as search_pages
from tests.pages import factories
from tests.pages.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(client):
    def ask(query):
        return read(client.get("/search/", {"q": query}), within="main").text

    return ask


def titles(query):
    return [result.title for result in search_pages(query).results]


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


def test_clean_query_cuts_and_cleans():
    assert clean_query("  a\0b\n c ") == "a b c"
    assert len(clean_query("x" * 100_000)) == MAX_LENGTH


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("prices", "Fees"),
        ("how much money do you want?", "Fees"),
        ("rebat", "Fees"),
        ("I'm worrying", "Walking Therapy"),
        ("depresion", "Walking Therapy"),
    ],
)
def test_search_answers_to_everyday_words(search, query, title):
    factories.standard("Fees", lead="What a session costs and what Medicare rebates.")
    factories.therapy(lead="For anxiety and depression.")
    found = search(query)
    assert "1 page found" in found or "Pages about" in found
    assert title in found


def test_search_puts_the_page_named_so_first():
    factories.standard("First visit", lead="Fees fees fees fees fees fees fees.")
    factories.standard("Fees")
    assert titles("fees") == ["Fees", "First visit"]


def test_search_says_what_kind_of_page_and_where_it_stands(search):
    factories.therapy(lead="For grief.")
    found = search("grief")
    assert "Therapy · Therapies" in found


def test_search_marks_the_words_and_escapes_the_page(client):
    factories.standard("Fees", lead="A <b>fee</b> & more")
    html = client.get("/search/?q=fee").content.decode()
    assert "A &lt;b&gt;<mark>fee</mark>&lt;/b&gt; &amp; more" in html


def test_search_offers_the_spelling_of_published_pages(client):
    page = factories.standard("Zither lessons")
    factories.standard("Piano")
    assert "?q=zither%20piano" in client.get("/search/?q=zitther+piano").content.decode()
    page.unpublish()
    html = client.get("/search/?q=zitther+piano").content.decode()
    assert "Did you mean" not in html
    assert "zither" not in html


def test_search_never_says_a_word_that_only_hidden_pages_hold(search):
    factories.standard("Zither lessons", live=False)
    factories.standard("Zithers").view_restrictions.create(restriction_type="login")
    yesterday = timezone.now() - timedelta(days=1)
    factories.standard("Zithering", expire_at=yesterday)
    found = search("zitther")
    assert "No page holds these words" in found
    assert "zither" not in found.lower().replace("zitther", "")


def test_search_names_no_hidden_page_above_a_result(search):
    above = factories.standard("Secret", live=False)
    factories.make(above, StandardPage, "Fees")
    found = search("fees")
    assert "Fees" in found
    assert "Secret" not in found


@pytest.mark.parametrize(
    "query",
    [
        "suicide",
        "Sucide",
        "suicidal thoughts",
        "I want to kill myself",
        "hurt myself",
        "I don’t want to live",
        "self-harm",
        "want to die fees",
    ],
)
def test_search_shows_who_answers_now_before_all_else(client, query):
    factories.standard("Fees")
    html = client.get("/search/", {"q": query}).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert "tel:131114" in main
    assert main.index("tel:131114") < (main.find('id="found"') + 1 or len(main))


@pytest.mark.parametrize("query", ["fees", "suit", "cut costs", "harmony", ""])
def test_search_speaks_of_danger_only_where_it_may_be_near(query):
    assert not is_distressed(query)


def test_search_costs_few_queries_whatever_it_finds(client, django_assert_max_num_queries):
    for number in range(30):
        factories.therapy(f"Walking {number}", lead="In the park.")
    client.get("/search/?q=walking")
    with django_assert_max_num_queries(12):
        client.get("/search/?q=walking+in+a+park")
    with django_assert_max_num_queries(13):
        client.get("/search/?q=wallking")


def test_search_changes_nothing(client):
    assert client.post("/search/", {"q": "fees"}).status_code == 405


def test_search_writes_no_query_to_a_log(client, caplog):
    caplog.set_level("DEBUG")
    client.get("/search/?q=zitherword")
    assert "zitherword" not in caplog.text
