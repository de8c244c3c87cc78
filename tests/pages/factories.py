"""Factories for pages."""

import json
from typing import Any

from wagtail.models import Page, Site, get_page_models

from pages.models import AppointmentsPage, HomePage, StandardPage, TherapyIndexPage, TherapyPage


def home() -> HomePage:
    return Site.objects.get(is_default_site=True).root_page.specific


def stream(*blocks: tuple[str, Any]) -> str:
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def make(parent: Page, model: type[Page], title: str, **fields: Any) -> Any:
    parent.refresh_from_db()
    page = model(title=title, **fields)
    parent.add_child(instance=page)
    return page


def standard(title: str = "A page", **fields: Any) -> StandardPage:
    return make(home(), StandardPage, title, **fields)


def appointments(**fields: Any) -> AppointmentsPage:
    return make(home(), AppointmentsPage, "Appointments", **fields)


def therapies() -> TherapyIndexPage:
    found = home().get_children().type(TherapyIndexPage).first()
    return found.specific if found else make(home(), TherapyIndexPage, "Therapies")


def therapy(title: str = "Walking Therapy", **fields: Any) -> TherapyPage:
    return make(therapies(), TherapyPage, title, **fields)


def page_types() -> list[type[Page]]:
    """Return every page type of the app."""
    return [model for model in get_page_models() if model._meta.app_label == "pages"]
