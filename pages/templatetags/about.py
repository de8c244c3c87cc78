"""Tags for metadata in the head of a page: share picture and structured data."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from pages import share_images, structured_data

register = template.Library()


@register.simple_tag(takes_context=True)
def share_picture(context: dict[str, Any]) -> share_images.Picture:
    return share_images.picture(context["page"], context["clinic"].name)


@register.simple_tag(takes_context=True)
def data_about_page(context: dict[str, Any]) -> SafeString:
    page, clinic = context["page"], context["clinic"]
    return structured_data.script(structured_data.about(page, clinic, page.trail))
