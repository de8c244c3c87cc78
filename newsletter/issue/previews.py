"""Previews of a mail for staff, as different mail programs would show it."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from newsletter.issue.compose import UNSUBSCRIBE, Content

#: The preview modes with their labels.
MODES = {
    "mail": "Mail",
    "mail-dark": "Mail in the dark",
    "mail-no-images": "Mail without images",
    "text": "Mail as plain text",
}
_SOURCE = re.compile(r'(<img\b[^>]*?)\ssrc="[^"]*"')
_SCHEME = re.compile(r"@media \(prefers-color-scheme: dark\)")


def policy() -> dict[str, list[str]]:
    """Return the CSP of a preview: inline styles, pictures of this site, no scripts."""
    return {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": [settings.SITE_URL, "data:"],
        "sandbox": ["allow-popups"],
        "frame-ancestors": ["'self'"],
    }


def show(content: Content, mode: str = "mail") -> HttpResponse:
    """Return the preview in one of `MODES`, whatever colour scheme the browser has."""
    if mode == "text":
        text = content.text.replace(UNSUBSCRIBE, "(each person's own link)")
        response = HttpResponse(text, content_type="text/plain")
    else:
        html = in_scheme(content.html, dark=mode == "mail-dark")
        response = HttpResponse(without_images(html) if mode == "mail-no-images" else html)
    headers: Any = response
    headers._csp_config = policy()
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def without_images(html: str) -> str:
    """Replace the pictures by empty ones, which show their alternative texts."""
    return _SOURCE.sub(r'\1 src="data:,"', html)


def in_scheme(html: str, *, dark: bool) -> str:
    """Return the mail as it looks in one colour scheme."""
    html = _SCHEME.sub("@media all" if dark else "@media not all", html)
    scheme = "dark" if dark else "light"
    html = html.replace("color-scheme: light dark", f"color-scheme: {scheme}")
    html = html.replace('content="light dark"', f'content="{scheme}"')
    return html.replace(UNSUBSCRIBE, "#")
