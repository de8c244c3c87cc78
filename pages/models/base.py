"""What the page types share: free text, its headings, and when somebody last checked it."""

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
from pages.blocks import FreeText, PartText, SourceBlock


def anchor(text: str) -> str:
    """The id of a heading. The prefix keeps it apart from the ids of the page's frame."""
    return f"s-{slugify(text)}"


class Part(NamedTuple):
    """A part of the page: its entry in “On this page”, and its text if it is a field."""

    anchor: str
    title: str
    text: Any = None


class Section(NamedTuple):
    """A heading of the free text and what stands below it."""

    heading: str
    blocks: list[Any]


def part_field(name: str) -> StreamField:
    """The text of one part of a page. The part's heading is not the editor's to place."""
    return StreamField(PartText(required=False), verbose_name=name, blank=True)


def sources_field() -> StreamField:
    """Where the statements of a clinical page come from."""
    return StreamField([("source", SourceBlock())], blank=True)


def chosen(page: Page, relation: str, target: str) -> list[Any]:
    """The pages that the rows in `relation` name as `target`, in the editor's order.

    Readers see those that are for readers. A preview shows what is chosen, saved or not.
    """
    rows = getattr(page, relation).all()
    if isinstance(rows, models.QuerySet):
        model = rows.model._meta.get_field(target).related_model
        columns = (f"{target}__{column}" for column in CARD_COLUMNS)
        rows = rows.filter(**{f"{target}__in": model.objects.for_readers()})
        rows = rows.select_related(target).only("page", "sort_order", *columns)
        # Rows made by code may have no place of their own: then as they were made.
        rows = rows.order_by("sort_order", "pk")
    return [getattr(row, target) for row in rows]


REVIEW = MultiFieldPanel(
    [FieldPanel("reviewed_on"), FieldPanel("review_by")],
    "Review",
    help_text="Readers see when the page was last reviewed. The second day is for you: "
    "a report lists the pages that are due.",
)


class ReviewedPage(CheckedPage):
    """A page somebody answers for: when it was checked, and when its words last changed."""

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

    #: What is about the page, and none of its words.
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
        """A full save of a live page is a publish: note when it changes the words."""
        if self.live and kwargs.get("update_fields") is None:
            digest = self._digest()
            if digest != self.words_digest:
                self.words_digest, self.words_changed_at = digest, timezone.now()
        return super().save(*args, **kwargs)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, finished here, so that all it names is read together."""
        with references.read_together(self, request) as known:
            if self.share_image_id:
                self.share_image = known.image(self.share_image_id)
            return super().serve(request, *args, **kwargs).render()  # type: ignore[no-any-return]

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """A version brings its words, not the moment at which older words were new."""
        page = super().with_content_json(content)
        page.words_digest, page.words_changed_at = self.words_digest, self.words_changed_at
        return page

    def _digest(self) -> str:
        """SHA-256 of what readers can read: title and content, no dates, no block ids."""
        shared = {field.name for field in Page._meta.fields}
        words = {
            field.name: plain(field.get_prep_value(field.value_from_object(self)))
            for field in self._meta.concrete_fields
            if field.name == "title" or field.name not in shared | self.not_words
        }
        text = json.dumps(words, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def typed_parts(self) -> list[Part]:
        """The parts that are fields, in their order, without the empty ones."""
        return []

    def parts(self) -> list[Part]:
        """The headings of the page in order, for the list “On this page”."""
        return self.typed_parts()


def plain(value: Any) -> Any:
    """A field's stored value without what only the editor's side needs: ids of blocks."""
    if isinstance(value, str) and value.startswith('[{"'):
        value = json.loads(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        if value.get("type") == "item" and "value" in value:
            return plain(value["value"])
        return {name: plain(item) for name, item in value.items() if name != "id"}
    return value


class TextPage(ReviewedPage):
    """A page with free text."""

    body = StreamField(FreeText(required=False), verbose_name="text", blank=True)

    search_fields = [*ReviewedPage.search_fields, index.SearchField("body")]
    content_panels = [*CheckedPage.content_panels, FieldPanel("body"), REVIEW]

    class Meta:
        abstract = True

    def parts(self) -> list[Part]:
        """The headings of the page in order, for the list “On this page”."""
        parts = [*self.typed_parts(), *self.body_parts()]
        if getattr(self, "sources", None):
            parts.append(Part("sources", "Sources"))
        return parts

    def body_parts(self) -> list[Part]:
        """The headings and questions of the free text."""
        titles = []
        for block in self.body:
            if block.block_type == "heading":
                titles.append(block.value)
            elif block.block_type == "question":
                titles.append(block.value["question"])
        return [Part(anchor(title), title) for title in titles]

    def sections(self) -> list[Section]:
        """The free text, cut at its headings."""
        sections: list[Section] = []
        for block in self.body:
            if block.block_type == "heading":
                sections.append(Section(block.value, []))
            elif sections:
                sections[-1].blocks.append(block)
            else:
                sections.append(Section("", [block]))
        return sections
