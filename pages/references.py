"""Prefetch the pages and images that the content of a page refers to.

A page may contain any number of links, buttons and images, and each would take a query.
Inside `prefetch`, blocks and links take them from one query for all pages and one for all
images.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.html import escape
from wagtail import hooks
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from clinic.models import pages_for_readers


@dataclass
class References:
    """The ids that stored content refers to; rows are read on first access."""

    request: HttpRequest | None = None
    page_ids: set[int] = field(default_factory=set)
    image_ids: set[int] = field(default_factory=set)

    @cached_property
    def pages(self) -> dict[int, Page]:
        """The pages that readers may open, by id; other pages are missing."""
        pages = pages_for_readers().filter(pk__in=self.page_ids)
        return pages.in_bulk() if self.page_ids else {}

    @cached_property
    def images(self) -> dict[int, Any]:
        """The images by id, with their renditions; images without any take one more query."""
        model = get_image_model()
        renditions = model.get_rendition_model().objects.filter(image__in=self.image_ids)
        images: dict[int, Any] = {}
        for rendition in renditions.select_related("image") if self.image_ids else ():
            image = images.setdefault(rendition.image_id, rendition.image)
            image.__dict__.setdefault("prefetched_renditions", []).append(rendition)
        missing = self.image_ids - images.keys()
        return images | (model.objects.in_bulk(missing) if missing else {})

    def image(self, pk: int) -> Any:
        """Return a copy of an image: each use may set its own alternative text."""
        if pk not in self.images:
            return None
        image = copy(self.images[pk])
        image.prefetched_renditions = [copy(r) for r in getattr(image, "prefetched_renditions", [])]
        for rendition in image.prefetched_renditions:
            rendition.image = image
        return image

    def collect(self, value: Any) -> None:
        """Collect ids from a stored value: `page` and `image` of blocks, links of rich text."""
        if isinstance(value, str):
            links = (extract_attrs(tag) for tag in FIND_A_TAG.findall(value))
            self.page_ids |= {int(a["id"]) for a in links if a.get("linktype") == "page"}
        elif isinstance(value, dict):
            for name, ids in (("page", self.page_ids), ("image", self.image_ids)):
                if isinstance(value.get(name), int):
                    ids.add(value[name])
            for item in value.values():
                self.collect(item)
        elif isinstance(value, list):
            for item in value:
                self.collect(item)


_current: ContextVar[References | None] = ContextVar("references", default=None)


def current() -> References | None:
    """Return the references of the page being rendered, or None."""
    return _current.get()


def of_page(page: Page, request: HttpRequest | None = None) -> References:
    """Collect the references of a page without reading them."""
    references = References(request)
    for column in page._meta.concrete_fields:
        if isinstance(column, StreamField):
            stream = column.value_from_object(page)
            references.collect(stream.stream_block.get_prep_value(stream))
        elif isinstance(column, RichTextField):
            references.collect(column.value_from_object(page))
    if image_id := getattr(page, "share_image_id", None):
        references.image_ids.add(image_id)
    return references


@contextmanager
def prefetch(page: Page, request: HttpRequest) -> Iterator[References]:
    """Provide the references of `page` to blocks and links that are rendered inside."""
    references = of_page(page, request)
    token = _current.set(references)
    try:
        yield references
    finally:
        _current.reset(token)


class PrefetchedPageLink(PageLinkHandler):
    """A page link in rich text; without its target if readers may not open the page."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        references = current()
        if references is None:
            return super().expand_db_attributes_many(attrs_list)  # type: ignore[no-any-return]
        pages = [references.pages.get(int(attrs["id"])) for attrs in attrs_list]
        urls = [page.get_url(references.request) if page else "" for page in pages]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]


# Runs after Wagtail's own hook, whose handler it replaces.
@hooks.register("register_rich_text_features", order=10)
def register_page_links(features: FeatureRegistry) -> None:
    features.register_link_type(PrefetchedPageLink)
