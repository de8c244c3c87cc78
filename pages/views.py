from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import views as wagtail_sitemaps
from wagtail.models import Page

from clinic.models import ClinicDetails, pages_for_readers
from clinic.web import errors
from pages import searching, share_images
from pages.near import near
from pages.sitemap import ReadersSitemap

YEAR = 31_536_000


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Pages that answer to the words in `q`; crisis lines first for whoever may need them."""
    query = searching.readable(request.GET.get("q", ""))
    context = {
        "query": query,
        "answer": searching.answer(query),
        "is_distressed": searching.is_distressed(query),
    }
    return render(request, "search.html", context)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that readers may open; Wagtail writes the XML."""
    sitemaps = {"pages": ReadersSitemap}
    return wagtail_sitemaps.sitemap(request, sitemaps)  # type: ignore[no-any-return]


@require_safe
def share_image(request: HttpRequest, page_id: int, digest: str) -> HttpResponse:
    """The picture with the title of a page that readers may open; nobody else's words."""
    page: Page = get_object_or_404(pages_for_readers(), pk=page_id).specific
    words = share_images.title_of(page), ClinicDetails.current().name
    if digest != share_images.digest(*words):
        raise Http404("No such picture.")
    response = HttpResponse(share_images.drawing(*words), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What is not here, with pages whose address is like the one asked for."""
    return errors.page(request, 404, "404", near=near(request.path))
