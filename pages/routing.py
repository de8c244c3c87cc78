"""Find the page of a URL: one query for it and its ancestors, one for its fields."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt
from wagtail import urls, views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from clinic.models import BasePage, is_private, pages_for_readers
from clinic.web import errors

#: Pages accept no forms; forms are posted to the URLs of the apps.
METHODS = ("GET", "HEAD")


def find(request: HttpRequest, path: str) -> RouteResult | None:
    """Return the live page at `path` with its ancestors and whether it is public."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    slugs = [slug for slug in path.split("/") if slug]
    home = site.root_page
    paths = ["/".join(["", *slugs[:end], ""]) for end in range(len(slugs) + 1)]
    url_paths = [home.url_path.rstrip("/") + path for path in paths]
    pages = Page.objects.filter(slug__in=[home.slug, *slugs], url_path__in=url_paths)
    is_for_readers = Exists(pages_for_readers().filter(pk=OuterRef("pk")))
    trail = list(
        pages.annotate(is_private=is_private(), is_for_readers=is_for_readers).order_by("depth")
    )
    if [page.url_path for page in trail] != url_paths:
        return None
    page = trail[-1].specific
    if isinstance(page, BasePage):
        page.trail = [ancestor for ancestor in trail[:-1] if ancestor.is_for_readers]
        # An alias inherits the restrictions of its source, which Wagtail checks.
        page.is_open = not trail[-1].is_private and not page.alias_of_id
    try:
        return page.route(request, [])  # type: ignore[no-any-return]
    except Http404:
        return None


@csrf_exempt  # no data is accepted here, and the response is 405, not 403
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Call Wagtail's view with the page that `find` returns."""
    if request.method not in METHODS:
        return errors.not_allowed(request, METHODS)
    request._wagtail_route_for_request = find(request, path)  # type: ignore[attr-defined]
    return views.serve(request, path)  # type: ignore[no-any-return]


urlpatterns = [re_path(urls.serve_pattern, serve, name="wagtail_serve"), *urls.urlpatterns]
