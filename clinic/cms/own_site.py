"""Keeps Wagtail's `Site` in line with SITE_URL; its admin and mails use it."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

PORTS = {"http": 80, "https": 443}


def update_site() -> int:
    """The worker's job: update host name and port; return 1 if that was needed."""
    address = urlsplit(settings.SITE_URL)
    host, port = address.hostname or "", address.port or PORTS[address.scheme]
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or (site.hostname, site.port) == (host, port):
        return 0
    site.hostname, site.port = host, port
    site.save()  # also clears Wagtail's cache of root paths
    return 1
