"""Redirects of old URLs, independent of spelling and of additional query parameters.

Wagtail stores a path as the editor typed it and compares it with what the browser sent: a space
with "%20", and the whole query string at once. Its own middleware therefore misses matches.
"""

from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl, quote

from django.db.models import Q
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

GetResponse = Callable[[HttpRequest], HttpResponse]
#: Redirects of one path with different queries that are compared.
MAX_CANDIDATES = 500
#: Characters that browsers send unquoted in a path (RFC 3986, pchar).
_SAFE_CHARACTERS = "/!$&'()*+,;=:@~"


def redirect_old_addresses(get_response: GetResponse) -> GetResponse:
    """Middleware: on 404, follow a redirect that an editor or a changed slug created."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404:
            return response
        redirect = find(request, request.path, request.META.get("QUERY_STRING", ""))
        if redirect is None or redirect.link is None:
            return response
        if redirect.is_permanent:
            return HttpResponsePermanentRedirect(redirect.link)
        return HttpResponseRedirect(redirect.link)

    return middleware


def find(request: HttpRequest, path: str, query: str = "") -> Redirect | None:
    """Return the redirect that matches this decoded path and most of the query, or None."""
    if "\0" in path:
        return None
    sent = set(parse_qsl(query, keep_blank_values=True))
    known = Redirect.get_for_site(Site.find_for_request(request))
    rows = list(known.filter(_from(spellings(path))).order_by("pk")[:MAX_CANDIDATES])
    required = {row: _query_of(row) for row in rows}
    matches = [row for row in rows if required[row] <= sent]
    # Prefer the one with most query parameters, then one for this site.
    return max(matches, key=lambda row: (len(required[row]), row.site_id is not None), default=None)


def spellings(path: str) -> set[str]:
    """Return the forms in which Wagtail may have stored a decoded path: quoted or not."""
    bare = path.rstrip("/") or "/"
    sent = quote(bare, safe=_SAFE_CHARACTERS)
    return {bare, bare.replace("%", "%25"), sent, uri_to_iri(sent), quote(bare)}


def _from(paths: Iterable[str]) -> Q:
    condition = Q(old_path__in=paths)
    for path in paths:
        condition |= Q(old_path__startswith=f"{path}?")
    return condition


def _query_of(row: Redirect) -> set[tuple[str, str]]:
    return set(parse_qsl(row.old_path.partition("?")[2], keep_blank_values=True))
