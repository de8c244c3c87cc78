from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from clinic.cms.editing.pages import CheckedPage
from clinic.models import FEED, ReaderQuerySet
from pages.models.base import REVIEW, TextPage, sources_field

PER_PAGE = 20


class ArticleIndexPage(TextPage):
    """All articles, newest first."""

    own_slugs = FEED
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.ArticlePage"]
    template = "pages/article_index_page.html"
    page_description = "The list of articles, newest first. It lists live articles by itself."

    def articles(self) -> ReaderQuerySet:
        articles = ArticlePage.objects.child_of(self).for_readers()
        return articles.for_cards("published_on").order_by("-published_on", "-path")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `entries`: the articles of page `?page=`, or of the last page if there is none."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["entries"] = Paginator(self.articles(), PER_PAGE).get_page(request.GET.get("page"))
        return context


class ArticlePage(TextPage):
    """An article with its date of publication and its author."""

    published_on = models.DateField("published", default=timezone.localdate)
    author_name = models.CharField("written by", max_length=120, blank=True)
    sources = sources_field()

    search_fields = [*TextPage.search_fields, index.SearchField("author_name")]
    content_panels = [
        *CheckedPage.content_panels,
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("author_name")]),
        FieldPanel("body"),
        FieldPanel("sources"),
        REVIEW,
    ]
    parent_page_types = ["pages.ArticleIndexPage"]
    subpage_types: list[str] = []
    template = "pages/article_page.html"
    page_description = "Something to read: a topic in plain words, with sources."
