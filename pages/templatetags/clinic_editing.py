"""`{% notes_of page as notes %}`: the notes above an editor's form."""

from typing import Any

from django import template

from pages.editing.panels import notes

register = template.Library()


@register.simple_tag
def notes_of(page: Any) -> dict[str, Any]:
    return notes(page) if hasattr(page, "not_words") else {}
