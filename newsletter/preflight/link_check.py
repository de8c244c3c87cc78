"""Check that links work: pages of this site by a query, others over the network."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from wagtail.models import Page

from clinic.models import pages_for_readers
from clinic.postgresql import pool
from clinic.web import redirects
from newsletter.preflight import fetch
from newsletter.preflight.fetch import LinkStatus
from newsletter.preflight.mail import Finding, Mail, is_ours

#: A link that works is not checked again for this time: staff open the page several times.
CACHE_SECONDS = 600
MAX_THREADS = 8
TOTAL_TIMEOUT = 12
WEB_SCHEMES = ("http://", "https://")


def check_links_work(mail: Mail) -> Iterator[Finding]:
    """Yield a stop for each page that is gone, and advice for one that could not be checked."""
    links = {a.attributes.get("href", ""): a for a in mail.links}
    for address, link in links.items():
        if is_ours(address) and address not in mail.own_addresses and not _is_page_of_site(address):
            yield Finding(
                f"The link “{link.visible_text}” leads to {address}, where there is no page."
            )
    external = [
        address for address in links if address.startswith(WEB_SCHEMES) and not is_ours(address)
    ]
    for address, status in _check_all(external):
        if status.problem:
            text, host = links[address].visible_text, urlsplit(address).netloc
            yield Finding(f"The link “{text}”: {host} {status.problem}", status.is_gone)


def _check_all(addresses: list[str]) -> Iterator[tuple[str, LinkStatus]]:
    """Check all addresses in parallel, for `TOTAL_TIMEOUT` seconds in all."""
    threads = ThreadPoolExecutor(MAX_THREADS)
    futures = {address: threads.submit(_cached_check, address) for address in addresses}
    pool.release()
    done, _ = wait(futures.values(), timeout=TOTAL_TIMEOUT)
    threads.shutdown(wait=False, cancel_futures=True)
    for address, future in futures.items():
        yield address, future.result() if future in done else fetch.TIMED_OUT


def _is_page_of_site(address: str) -> bool:
    return page_exists(unquote(urlsplit(address).path) or "/")


def page_exists(path: str) -> bool:
    """Whether a path of this site is a page that everybody may open, or redirects."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.url_name != "wagtail_serve":
        return True
    request = HttpRequest()
    request.META = {"SERVER_NAME": settings.SITE_HOST, "SERVER_PORT": "80"}
    page = Page.find_for_request(request, path)
    if page is not None and pages_for_readers().filter(pk=page.pk).exists():
        return getattr(page.specific, "is_sent", True)
    return redirects.find(request, path) is not None


def _cached_check(address: str) -> LinkStatus:
    key = f"newsletter-link-status-{hashlib.sha256(address.encode()).hexdigest()}"
    status: LinkStatus | None = cache.get(key)
    if status is None:
        status = fetch.check(address)
        if not status.problem:
            cache.set(key, status, CACHE_SECONDS)
    return status
