"""What editors get in templates: notes above their form, Wagtail's bar in their pages."""

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
    """Wagtail's bar with its accessibility checker; the preview's checks need it too.

    Who brings no session is not asked who they are: the page is the same for all readers.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return wagtailuserbar(context)  # type: ignore[no-any-return]
