"""Old addresses lead on, however they are spelt and whatever a campaign hung onto them.

Wagtail keeps an address as an editor wrote it and compares it as a browser sent it: a space
against "%20", a known name of the query together with all others.
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
#: Redirects from one path, each with another query, that are looked at.
MAX_CANDIDATES = 500
#: What browsers send in a path as it is (RFC 3986, pchar).
_SAFE_CHARACTERS = "/!$&'()*+,;=:@~"


def redirect_old_addresses(get_response: GetResponse) -> GetResponse:
    """Middleware: where there is no page, a redirect that an editor or a new name made."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404:
            return response
        found = find(request, request.path, request.META.get("QUERY_STRING", ""))
        if found is None or found.link is None:
            return response
        kind = HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect
        return kind(found.link)

    return middleware


def find(request: HttpRequest, path: str, query: str = "") -> Redirect | None:
    """The redirect that names most of this decoded path and its query, or nothing."""
    if "\0" in path:
        return None
    wanted = set(parse_qsl(query, keep_blank_values=True))
    known = Redirect.get_for_site(Site.find_for_request(request))
    rows = list(known.filter(_from(spellings(path))).order_by("pk")[:MAX_CANDIDATES])
    asked = {row: _query_of(row) for row in rows}
    fits = [row for row in rows if asked[row] <= wanted]
    # The most of the query first, then what is for this site alone.
    return max(fits, key=lambda row: (len(asked[row]), row.site_id is not None), default=None)


def spellings(path: str) -> set[str]:
    """How Wagtail may have kept one decoded path: as typed, as copied, in between."""
    bare = path.rstrip("/") or "/"
    sent = quote(bare, safe=_SAFE_CHARACTERS)
    return {bare, bare.replace("%", "%25"), sent, uri_to_iri(sent), quote(bare)}


def _from(paths: Iterable[str]) -> Q:
    found = Q(old_path__in=paths)
    for path in paths:
        found |= Q(old_path__startswith=f"{path}?")
    return found


def _query_of(row: Redirect) -> set[tuple[str, str]]:
    return set(parse_qsl(row.old_path.partition("?")[2], keep_blank_values=True))
