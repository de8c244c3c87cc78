"""The same-origin check of forms without a CSRF token, whose pages can be cached.

Instead of a token, the request headers about its origin (Fetch Metadata, RFC 6454) and double
opt-in protect the forms: a forged sign-up only sends one mail to the owner of the address.
"""

from django.conf import settings
from django.http import HttpRequest


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the form was sent from this site, or the browser does not say.

    Old browsers and other programs send no such header; they have no cookies that matter here.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    return origin in (settings.SITE_URL, f"{request.scheme}://{request.get_host()}")
