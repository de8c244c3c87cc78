"""Wagtail's menus without what this site keeps elsewhere, and with the way to one's own log-in."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

#: `clinic.urls` leads these to the desk.
ELSEWHERE = {"users", "groups"}


@hooks.register("construct_settings_menu")
def leave_out(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in ELSEWHERE]


@hooks.register("register_settings_menu_item")
def own_log_in() -> MenuItem:
    return MenuItem("Your log-in", reverse("entry:account"), icon_name="key", order=900)
