from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import views as wagtail_sitemaps
from wagtail.models import Page

from clinic.models import ClinicDetails, pages_for_readers
from clinic.web import errors
from pages import searching, share_images
from pages.sitemap import ReadersSitemap
from pages.suggestions import suggestions

YEAR = 31_536_000


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the pages that match `q`; crisis lines come first if the query suggests danger."""
    query = searching.clean_query(request.GET.get("q", ""))
    context = {
        "query": query,
        "search": searching.search(query),
        "is_distressed": searching.is_distressed(query),
    }
    return render(request, "search.html", context)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every page that readers may open; Wagtail writes the XML."""
    sitemaps = {"pages": ReadersSitemap}
    return wagtail_sitemaps.sitemap(request, sitemaps)  # type: ignore[no-any-return]


@require_safe
def share_image(request: HttpRequest, page_id: int, digest: str) -> HttpResponse:
    """Return the share image of a page that readers may open, if `digest` fits its title."""
    page: Page = get_object_or_404(pages_for_readers(), pk=page_id).specific
    texts = share_images.title_of(page), ClinicDetails.current().name
    if digest != share_images.digest(*texts):
        raise Http404("No such picture.")
    response = HttpResponse(share_images.drawing(*texts), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return a 404 response that suggests pages with a similar address."""
    return errors.page(request, 404, "404", suggestions=suggestions(request.path))
