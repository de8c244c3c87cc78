"""`{% styles %}`: a sheet of `clinic.styles`, inside the page."""

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from clinic.styles import sheet

register = template.Library()


@register.simple_tag
def styles(name: str = "page") -> SafeString:
    """The style element of a sheet; with DEBUG the files are read again each time."""
    if settings.DEBUG:
        sheet.cache_clear()
    # Our own files; nothing that anybody typed.
    return mark_safe(f"<style>{sheet(name)}</style>")  # noqa: S308
