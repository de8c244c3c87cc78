"""Wagtail hooks: menu items, admin URLs, reserved slugs, form fields for dates."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput
from wagtail.models import Page

from clinic.cms.editing.forms import TAKEN
from clinic.crisis import views
from clinic.form_fields.dates import TypedDateField, TypedDateTimeField, TypedTimeField
from clinic.web import routes

#: Menu items whose pages `clinic.urls` redirects to Django admin.
REMOVED_ITEMS = {"users", "groups"}


@hooks.register("construct_settings_menu")
def remove_items(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in REMOVED_ITEMS]


@hooks.register("register_settings_menu_item")
def account_item() -> MenuItem:
    return MenuItem("Your log-in", reverse("entry:account"), icon_name="key", order=900)


@hooks.register("insert_global_admin_js")
def scripts() -> str:
    names = ("js/cms.js", "js/session.js")
    return format_html_join("", '<script src="{}"></script>', ((static(name),) for name in names))


@hooks.register("register_admin_urls")
def crisis_lines() -> list[URLPattern]:
    return [
        path("crisis-lines/", views.versions, name="crisis_lines"),
        path("crisis-lines/<int:pk>/put-back/", views.put_back, name="crisis_lines_put_back"),
    ]


@hooks.register("before_move_page")
def refuse_move_to_taken_path(request: HttpRequest, page: Page, destination: Page) -> Any:
    return _refuse(request, destination, page.slug, page, "wagtailadmin_explore", destination.pk)


@hooks.register("before_copy_page")
def refuse_copy_to_taken_path(request: HttpRequest, page: Page) -> Any:
    parent = _page(request.POST.get("new_parent_page")) or page.get_parent()
    slug = request.POST.get("new_slug", "")
    if request.method == "POST" and slug:
        return _refuse(request, parent, slug, page, "wagtailadmin_pages:copy", page.pk)
    return None


@hooks.register("before_bulk_action")
def refuse_bulk_move_to_taken_path(
    request: HttpRequest, action: str, objects: Any, instance: Any
) -> Any:
    destination = _page(request.POST.get("chooser")) if action == "move" else None
    pages = objects if destination is not None else []
    responses = (
        _refuse(request, destination, page.slug, page, "wagtailadmin_explore", destination.pk)
        for page in pages
        if destination is not None and isinstance(page, Page)
    )
    return next((response for response in responses if response), None)


def _page(number: str | None) -> Page | None:
    return Page.objects.filter(pk=number).first() if number and number.isdecimal() else None


def _refuse(request: HttpRequest, parent: Page, slug: str, page: Page, to: str, pk: int) -> Any:
    taken = routes.taken_below(parent, slug, page)
    if not taken:
        return None
    messages.error(request, TAKEN.format(taken))
    return redirect(to, pk)


for of_model, field, widget in (
    (models.DateField, TypedDateField, AdminDateInput),
    (models.TimeField, TypedTimeField, AdminTimeInput),
    (models.DateTimeField, TypedDateTimeField, AdminDateTimeInput),
):
    register_form_field_override(of_model, override={"form_class": field, "widget": widget})
