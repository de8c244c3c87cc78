"""Base classes and helpers of the page types: free text, sections and review dates."""

import hashlib
import json
from typing import Any, NamedTuple

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from clinic.cms.editing.pages import CheckedPage
from clinic.models import CARD_COLUMNS
from pages import references
from pages.blocks import FreeText, SectionText, SourceBlock


def anchor(text: str) -> str:
    """Return the id of a heading. The prefix avoids clashes with ids of the base template."""
    return f"s-{slugify(text)}"


class PageSection(NamedTuple):
    """A section of a page: its entry in “On this page”, and its text if a field holds it."""

    anchor: str
    title: str
    text: Any = None


class BodySection(NamedTuple):
    """A heading of the free text and the blocks up to the next heading."""

    heading: str
    blocks: list[Any]


def section_field(name: str) -> StreamField:
    """Return a StreamField for the text of one section, whose heading is not part of it."""
    return StreamField(SectionText(required=False), verbose_name=name, blank=True)


def sources_field() -> StreamField:
    """Return a StreamField for the sources of the statements on a clinical page."""
    return StreamField([("source", SourceBlock())], blank=True)


def linked_pages(page: Page, relation: str, target: str) -> list[Any]:
    """Return the pages that the rows in `relation` link to as `target`, in the editor's order.

    On the site, only pages for readers are returned. In a preview the relation holds unsaved
    rows, and all their pages are returned.
    """
    rows = getattr(page, relation).all()
    if isinstance(rows, models.QuerySet):
        model = rows.model._meta.get_field(target).related_model
        columns = (f"{target}__{column}" for column in CARD_COLUMNS)
        rows = rows.filter(**{f"{target}__in": model.objects.for_readers()})
        rows = rows.select_related(target).only("page", "sort_order", *columns)
        # Rows created by code may lack a sort order: they are in order of creation.
        rows = rows.order_by("sort_order", "pk")
    return [getattr(row, target) for row in rows]


REVIEW = MultiFieldPanel(
    [FieldPanel("reviewed_on"), FieldPanel("review_by")],
    "Review",
    help_text="Readers see when the page was last reviewed. The second day is for you: "
    "a report lists the pages that are due.",
)


class ReviewedPage(CheckedPage):
    """A page with review dates and the time at which its text last changed."""

    reviewed_on = models.DateField(
        "last reviewed",
        null=True,
        blank=True,
        help_text="The day somebody last checked that every word is still right.",
    )
    review_by = models.DateField(
        "check again by",
        null=True,
        blank=True,
        help_text="The day by which somebody must read this page again. A year is usual.",
    )
    share_image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name="picture for shared links",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Shown where somebody shares a link to this page. Empty: one with the title.",
    )
    words_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    words_digest = models.CharField(max_length=64, blank=True, editable=False)

    #: Fields that hold data about the page, not text of it.
    not_words = {
        "reviewed_on",
        "review_by",
        "share_image",
        "words_changed_at",
        "words_digest",
        "page_ptr",
    }
    exclude_fields_in_copy = ["words_changed_at", "words_digest"]
    search_fields = [*CheckedPage.search_fields, index.SearchField("lead")]
    content_panels = [*CheckedPage.content_panels, REVIEW]
    promote_panels = [*CheckedPage.promote_panels, FieldPanel("share_image")]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Record when the text changes: a full save of a live page is a publish."""
        if self.live and kwargs.get("update_fields") is None:
            digest = self._digest()
            if digest != self.words_digest:
                self.words_digest, self.words_changed_at = digest, timezone.now()
        return super().save(*args, **kwargs)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render the page with its references prefetched."""
        with references.prefetch(self, request) as prefetched:
            if self.share_image_id:
                self.share_image = prefetched.image(self.share_image_id)
            return super().serve(request, *args, **kwargs).render()  # type: ignore[no-any-return]

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Restore a revision's text, but keep the digest and time of the live text."""
        page = super().with_content_json(content)
        page.words_digest, page.words_changed_at = self.words_digest, self.words_changed_at
        return page

    def _digest(self) -> str:
        """Return the SHA-256 of title and content, without review dates and block ids."""
        shared = {field.name for field in Page._meta.fields}
        words = {
            field.name: without_block_ids(field.get_prep_value(field.value_from_object(self)))
            for field in self._meta.concrete_fields
            if field.name == "title" or field.name not in shared | self.not_words
        }
        text = json.dumps(words, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def field_sections(self) -> list[PageSection]:
        """Return the sections that fields hold, in page order, without empty ones."""
        return []

    def sections(self) -> list[PageSection]:
        """Return all sections in page order, for the list “On this page”."""
        return self.field_sections()


def without_block_ids(value: Any) -> Any:
    """Return a field's stored value without the ids of its blocks."""
    if isinstance(value, str) and value.startswith('[{"'):
        value = json.loads(value)
    if isinstance(value, list):
        return [without_block_ids(item) for item in value]
    if isinstance(value, dict):
        if value.get("type") == "item" and "value" in value:
            return without_block_ids(value["value"])
        return {name: without_block_ids(item) for name, item in value.items() if name != "id"}
    return value


class TextPage(ReviewedPage):
    """A page with free text."""

    body = StreamField(FreeText(required=False), verbose_name="text", blank=True)

    search_fields = [*ReviewedPage.search_fields, index.SearchField("body")]
    content_panels = [*CheckedPage.content_panels, FieldPanel("body"), REVIEW]

    class Meta:
        abstract = True

    def sections(self) -> list[PageSection]:
        """Return all sections in page order, for the list “On this page”."""
        sections = [*self.field_sections(), *self.body_headings()]
        if getattr(self, "sources", None):
            sections.append(PageSection("sources", "Sources"))
        return sections

    def body_headings(self) -> list[PageSection]:
        """Return the headings and questions of the free text."""
        titles = []
        for block in self.body:
            if block.block_type == "heading":
                titles.append(block.value)
            elif block.block_type == "question":
                titles.append(block.value["question"])
        return [PageSection(anchor(title), title) for title in titles]

    def body_sections(self) -> list[BodySection]:
        """Split the free text at its headings."""
        sections: list[BodySection] = []
        for block in self.body:
            if block.block_type == "heading":
                sections.append(BodySection(block.value, []))
            elif sections:
                sections[-1].blocks.append(block)
            else:
                sections.append(BodySection("", [block]))
        return sections
