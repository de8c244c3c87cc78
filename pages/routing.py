"""From an address to its page: one query for it and all pages above, one for its fields."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt
from wagtail import urls, views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from clinic.models import BasePage, is_private, pages_for_readers
from clinic.web import errors

#: Pages are read; forms are sent to routes of the rooms.
METHODS = ("GET", "HEAD")


def find(request: HttpRequest, path: str) -> RouteResult | None:
    """The live page at `path`, knowing its ancestors and whether anybody may read it."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    slugs = [slug for slug in path.split("/") if slug]
    home = site.root_page
    steps = ["/".join(["", *slugs[:end], ""]) for end in range(len(slugs) + 1)]
    way = [home.url_path.rstrip("/") + step for step in steps]
    found = Page.objects.filter(slug__in=[home.slug, *slugs], url_path__in=way)
    readers = Exists(pages_for_readers().filter(pk=OuterRef("pk")))
    trail = list(found.annotate(is_private=is_private(), is_for_readers=readers).order_by("depth"))
    if [page.url_path for page in trail] != way:
        return None
    page = trail[-1].specific
    if isinstance(page, BasePage):
        page.trail = [above for above in trail[:-1] if above.is_for_readers]
        # An alias has its restrictions from its source: Wagtail asks.
        page.is_open = not trail[-1].is_private and not page.alias_of_id
    try:
        return page.route(request, [])  # type: ignore[no-any-return]
    except Http404:
        return None


@csrf_exempt  # nothing is taken here, and the answer is 405, not 403
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own view, with the page found our way."""
    if request.method not in METHODS:
        return errors.not_allowed(request, METHODS)
    request._wagtail_route_for_request = find(request, path)  # type: ignore[attr-defined]
    return views.serve(request, path)  # type: ignore[no-any-return]


urlpatterns = [re_path(urls.serve_pattern, serve, name="wagtail_serve"), *urls.urlpatterns]
