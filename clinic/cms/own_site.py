"""Wagtail's row for this site follows SITE_URL: its screens and mails name the site by it."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

PORTS = {"http": 80, "https": 443}


def follow() -> int:
    """The worker's job: put host and port right; returns 1 if that was needed."""
    address = urlsplit(settings.SITE_URL)
    host, port = address.hostname or "", address.port or PORTS[address.scheme]
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or (site.hostname, site.port) == (host, port):
        return 0
    site.hostname, site.port = host, port
    site.save()  # Wagtail forgets the addresses that it remembers
    return 1
