"""What the head of a page says that depends on its type."""

from pages.models import ArticleIndexPage, ArticlePage
from tests.pages import factories


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
