"""`{% surroundings as site %}`: menu, footer, crisis lines, the way to an appointment."""

from typing import Any

from django import template
from django.conf import settings

from pages.models.appointments import ASSESSMENT_NOTES, Door
from pages.models.base import anchor as make_anchor
from pages.navigation import Surroundings
from pages.navigation import surroundings as read_surroundings

register = template.Library()


@register.simple_tag(takes_context=True)
def surroundings(context: dict[str, Any]) -> Surroundings:
    return read_surroundings(context.get("request"), context.get("clinic"))


@register.simple_tag
def site_name() -> str:
    """The practice's name for pages that must not ask the database."""
    return settings.WAGTAIL_SITE_NAME


@register.simple_tag
def absolute(path: str) -> str:
    """The full address of a path of this site."""
    return settings.SITE_URL + path


@register.simple_tag
def anchor(text: str) -> str:
    """The id of a heading; the list “On this page” makes the same."""
    return make_anchor(text)


@register.simple_tag
def doors(site: Surroundings, therapy: str = "") -> list[Door]:
    """The three forms; `therapy` is the slug of the page that leads there."""
    return site.appointments.doors(site.clinic, therapy)  # type: ignore[no-any-return]


@register.simple_tag
def assessment_note(site: Surroundings, assessment: str) -> str:
    """What to say beside one assessment that is not open; its slug."""
    return ASSESSMENT_NOTES.get(site.clinic.door_of(assessment), "")
