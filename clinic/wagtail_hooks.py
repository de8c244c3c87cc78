"""Wagtail's menus without what this site keeps elsewhere; dates as people type them."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from clinic.crisis import views
from clinic.dates import TypedDateField, TypedDateTimeField, TypedTimeField

#: `clinic.urls` leads these to the desk.
ELSEWHERE = {"users", "groups"}


@hooks.register("construct_settings_menu")
def leave_out(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in ELSEWHERE]


@hooks.register("register_settings_menu_item")
def own_log_in() -> MenuItem:
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


for of_model, field, widget in (
    (models.DateField, TypedDateField, AdminDateInput),
    (models.TimeField, TypedTimeField, AdminTimeInput),
    (models.DateTimeField, TypedDateTimeField, AdminDateTimeInput),
):
    register_form_field_override(of_model, override={"form_class": field, "widget": widget})
