"""Forms without a token: pages that carry them can be cached and hold no secret.

What a token would do is done by what browsers say about a request's origin
(Fetch Metadata, RFC 6454) and by double opt-in: a forged sign-up only sends the
address's owner one question.
"""

from django.conf import settings
from django.http import HttpRequest


def is_from_here(request: HttpRequest) -> bool:
    """False if a browser says that another site sent this form.

    Old browsers and programs say nothing: they carry no cookies that would matter.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    return origin in (settings.SITE_URL, f"{request.scheme}://{request.get_host()}")
