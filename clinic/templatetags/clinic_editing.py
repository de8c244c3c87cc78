"""Template tags for editors: findings on a page, and Wagtail's user bar."""

from typing import Any

from django import template
from django.conf import settings
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar

from clinic.cms.editing.panels import notes

register = template.Library()


@register.simple_tag
def notes_of(page: Any) -> dict[str, Any]:
    return notes(page) if hasattr(page, "not_words") else {}


@register.simple_tag(takes_context=True)
def staff_bar(context: dict[str, Any]) -> str:
    """Wagtail's user bar with its accessibility checker, which previews need as well.

    Without a session cookie the user is not loaded, so that the page can be cached.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return wagtailuserbar(context)  # type: ignore[no-any-return]
