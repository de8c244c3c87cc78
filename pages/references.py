"""The pages and pictures that one page names, read together.

A page may hold any number of links, buttons and pictures. Read one by one, each would
cost a query; `read_together` reads them with one query for the pages and one for the
pictures before the template runs, and blocks and links take them from there.
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
    """Ids of what the stored words name; the rows are read when somebody first asks."""

    request: HttpRequest | None = None
    page_ids: set[int] = field(default_factory=set)
    image_ids: set[int] = field(default_factory=set)

    @cached_property
    def pages(self) -> dict[int, Page]:
        """Only what readers may open: a link to anything else leads nowhere."""
        named = pages_for_readers().filter(pk__in=self.page_ids)
        return named.in_bulk() if self.page_ids else {}

    @cached_property
    def images(self) -> dict[int, Any]:
        """The pictures with the sizes already cut; one never cut before is read by itself."""
        model = get_image_model()
        sizes = model.get_rendition_model().objects.filter(image__in=self.image_ids)
        images: dict[int, Any] = {}
        for rendition in sizes.select_related("image") if self.image_ids else ():
            image = images.setdefault(rendition.image_id, rendition.image)
            image.__dict__.setdefault("prefetched_renditions", []).append(rendition)
        missing = self.image_ids - images.keys()
        return images | (model.objects.in_bulk(missing) if missing else {})

    def image(self, pk: int) -> Any:
        """A copy of its own for each place: the same picture may carry two descriptions."""
        if pk not in self.images:
            return None
        image = copy(self.images[pk])
        image.prefetched_renditions = [copy(r) for r in getattr(image, "prefetched_renditions", [])]
        for rendition in image.prefetched_renditions:
            rendition.image = image
        return image

    def note(self, value: Any) -> None:
        """Note what a stored value names: `page` and `image` of blocks, links of rich text."""
        if isinstance(value, str):
            links = (extract_attrs(tag) for tag in FIND_A_TAG.findall(value))
            self.page_ids |= {int(a["id"]) for a in links if a.get("linktype") == "page"}
        elif isinstance(value, dict):
            for name, ids in (("page", self.page_ids), ("image", self.image_ids)):
                if isinstance(value.get(name), int):
                    ids.add(value[name])
            for item in value.values():
                self.note(item)
        elif isinstance(value, list):
            for item in value:
                self.note(item)


_current: ContextVar[References | None] = ContextVar("references", default=None)


def current() -> References | None:
    """What has been read for the page being rendered, if any is."""
    return _current.get()


def named_by(page: Page, request: HttpRequest | None = None) -> References:
    """What the words and blocks of `page` name, not read yet."""
    references = References(request)
    for column in page._meta.concrete_fields:
        if isinstance(column, StreamField):
            stream = column.value_from_object(page)
            references.note(stream.stream_block.get_prep_value(stream))
        elif isinstance(column, RichTextField):
            references.note(column.value_from_object(page))
    if picture := getattr(page, "share_image_id", None):
        references.image_ids.add(picture)
    return references


@contextmanager
def read_together(page: Page, request: HttpRequest) -> Iterator[References]:
    """Blocks and links rendered inside take what `page` names from one reading."""
    references = named_by(page, request)
    token = _current.set(references)
    try:
        yield references
    finally:
        _current.reset(token)


class KnownPageLink(PageLinkHandler):
    """A link in rich text. One that readers may not follow is left as plain words."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        known = current()
        if known is None:
            return super().expand_db_attributes_many(attrs_list)  # type: ignore[no-any-return]
        pages = [known.pages.get(int(attrs["id"])) for attrs in attrs_list]
        urls = [page.get_url(known.request) if page else "" for page in pages]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]


# After Wagtail's own, which it replaces.
@hooks.register("register_rich_text_features", order=10)
def know_page_links(features: FeatureRegistry) -> None:
    features.register_link_type(KnownPageLink)
