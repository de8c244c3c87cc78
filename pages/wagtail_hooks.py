"""Hooks that extend the Wagtail admin."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.query import PageQuerySet

from clinic.cms.editing import history
from clinic.cms.editing.forms import has_passed, must_be_read
from clinic.models import BasePage
from pages import components
from pages.editing.home import ReviewPanel
from pages.editing.review import PagesToReview


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(history.READ)(history.FindingsRead)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def store_findings_read(request: HttpRequest, page: Any) -> None:
    history.keep(request, page)


@hooks.register("insert_global_admin_css")
def styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/cms.css"))


@hooks.register("before_bulk_action")
def refuse_bulk_publishing(
    request: HttpRequest, action_type: str, objects: list[Page], action: Any
) -> HttpResponse | None:
    """Refuse to publish pages from a list if they have notes that an editor must read first."""
    if action_type != "publish" or action.model is not Page:
        return None
    includes_descendants = action.get_execution_context().get("include_descendants")
    selected = list(objects)
    if includes_descendants:
        selected += [draft for page in objects for draft in _drafts_below(page)]
    pages = [page.get_latest_revision_as_object() for page in selected]
    refused = [p for p in pages if isinstance(p, BasePage) and (must_be_read(p) or has_passed(p))]
    if not refused:
        return None
    names = ", ".join(page.get_admin_display_title() for page in refused)
    messages.error(request, f"Open these and publish them one by one, there are notes: {names}")
    return redirect(action.next_url)


def _drafts_below(page: Page) -> PageQuerySet:
    """Return the drafts that the option “publish pages below as well” includes."""
    return page.get_descendants().not_live()


@hooks.register("register_admin_urls")
def review_urls() -> list[URLPattern]:
    report = PagesToReview
    return [
        path("reports/review/", report.as_view(), name="pages_to_review"),
        path(
            "reports/review/results/",
            report.as_view(results_only=True),
            name="pages_to_review_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def review_menu_item() -> MenuItem:
    address = reverse_lazy("pages_to_review")
    return MenuItem("Pages to review", address, icon_name="calendar-check", order=100)


@hooks.register("construct_homepage_panels")
def review_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(ReviewPanel())


@hooks.register("register_admin_urls")
def components_urls() -> list[URLPattern]:
    return [path("components/", components.show, name="components")]


@hooks.register("register_help_menu_item")
def components_menu_item() -> MenuItem:
    return MenuItem("Components", reverse_lazy("components"), icon_name="list-ul", order=900)
