"""Tags for what every page shows: header, footer, crisis lines and request forms."""

from typing import Any

from django import template
from django.conf import settings

from pages.models.appointments import ASSESSMENT_NOTES, RequestOption
from pages.models.base import anchor as make_anchor
from pages.navigation import Surroundings
from pages.navigation import surroundings as read_surroundings

register = template.Library()


@register.simple_tag(takes_context=True)
def surroundings(context: dict[str, Any]) -> Surroundings:
    return read_surroundings(context.get("request"), context.get("clinic"))


@register.simple_tag
def site_name() -> str:
    """Return the practice's name, for pages that must not query the database."""
    return settings.WAGTAIL_SITE_NAME


@register.simple_tag
def absolute(path: str) -> str:
    """Return the absolute URL of a path of this site."""
    return settings.SITE_URL + path


@register.simple_tag
def anchor(text: str) -> str:
    """Return the id of a heading; the list “On this page” links to it."""
    return make_anchor(text)


@register.simple_tag
def request_options(site: Surroundings, therapy: str = "") -> list[RequestOption]:
    """Return the links to the request forms; `therapy` is the slug to preselect."""
    return site.appointments.request_options(site.clinic, therapy)  # type: ignore[no-any-return]


@register.simple_tag
def assessment_note(site: Surroundings, assessment: str) -> str:
    """Return the note for an assessment (a slug) that is not open, or “”."""
    return ASSESSMENT_NOTES.get(site.clinic.door_of(assessment), "")
