"""The text and images of a page, each with the field in which an editor finds it."""

import html
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import CharField, Model, TextField
from django.utils.html import strip_tags
from wagtail.blocks import ChoiceBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, URLBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock

#: Fields of every Wagtail page that readers or search engines see.
SHARED = ("title", "lead", "seo_title", "search_description")


class Words(NamedTuple):
    """One piece of text: field, plain text, texts of its links, and rich text as stored."""

    where: str
    text: str
    links: tuple[str, ...] = ()
    source: str = ""


class Picture(NamedTuple):
    """One image in the text; `alt` is empty if it is decorative."""

    where: str
    alt: str


def contents(page: Any) -> Iterator[Words | Picture]:
    """Yield all text and images of a page except its sources, whose titles others wrote."""
    for field in _fields(page):
        value = getattr(page, field.name)
        where = field.name.replace("_", " ").capitalize()
        if isinstance(field, StreamField):
            for number, child in enumerate(value, 1):
                yield from _in_block(f"{where}, {number}", child.block, child.value)
        elif value:
            yield _words(where, value, rich=isinstance(field, RichTextField))


def _fields(page: Model) -> Iterator[Any]:
    """Yield the text fields of the page type, and SHARED of the fields of its base classes."""
    unread = {"sources", *getattr(page, "not_words", ())}
    for field in page._meta.concrete_fields:
        inherited = field.model is not type(page)
        if field.choices or field.name in unread or (inherited and field.name not in SHARED):
            continue
        if isinstance(field, CharField | TextField | StreamField):
            yield field


def _in_block(where: str, block: Any, value: Any) -> Iterator[Words | Picture]:
    if value is None or isinstance(block, URLBlock | ChoiceBlock):
        return
    if isinstance(block, ImageBlock):
        yield Picture(where, value.contextual_alt_text or "")
    elif isinstance(block, StreamBlock):
        for child in value:
            yield from _in_block(where, child.block, child.value)
    elif isinstance(block, ListBlock):
        for child in value:
            yield from _in_block(where, block.child_block, child)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _in_block(where, child, value.get(name))
    elif isinstance(block, RichTextBlock):
        yield _words(where, value.source, rich=True)
    elif isinstance(value, str) and value:
        yield Words(where, value)


def _words(where: str, value: str, *, rich: bool) -> Words:
    if not rich:
        return Words(where, value)
    links = tuple(plain(link) for link in re.findall(r"<a\b[^>]*>(.*?)</a>", value, re.S))
    return Words(where, plain(value), links, value)


def plain(source: str) -> str:
    """Return rich text as plain text, with one line per paragraph."""
    lines = re.sub(r"</(?:p|li)>|<br\s*/?>", "\n", source)
    return html.unescape(strip_tags(lines)).strip()
