"""`{% styles %}` inlines a sheet of `clinic.styles`."""

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from clinic.styles import sheet

register = template.Library()


@register.simple_tag
def styles(name: str = "page") -> SafeString:
    """Return the style element of a sheet; with DEBUG the files are read each time."""
    if settings.DEBUG:
        sheet.cache_clear()
    # The site's own files; no user input.
    return mark_safe(f"<style>{sheet(name)}</style>")  # noqa: S308
