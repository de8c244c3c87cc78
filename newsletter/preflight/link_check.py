"""Whether each link answers: our own pages by looking them up, others over the network."""

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
from newsletter.preflight.fetch import Answer
from newsletter.preflight.mail import Finding, Mail, is_ours

#: An answer is good for so many seconds: the page is looked at, mended, and looked at again.
KEEP = 600
AT_ONCE = 8
TOGETHER = 12
WEB = ("http://", "https://")


def check_links_answer(mail: Mail) -> Iterator[Finding]:
    """A page that is gone stops; one that only keeps us waiting is advice."""
    links = {a.attributes.get("href", ""): a for a in mail.links}
    for address, link in links.items():
        if is_ours(address) and address not in mail.known and not _answers_here(address):
            yield Finding(f"The link “{link.words}” leads to {address}, where there is no page.")
    others = [address for address in links if address.startswith(WEB) and not is_ours(address)]
    for address, answer in _answers(others):
        if answer.problem:
            words, host = links[address].words, urlsplit(address).netloc
            yield Finding(f"The link “{words}”: {host} {answer.problem}", answer.is_gone)


def _answers(addresses: list[str]) -> Iterator[tuple[str, Answer]]:
    """All are asked at once, and all together have a few seconds."""
    threads = ThreadPoolExecutor(AT_ONCE)
    asked = {address: threads.submit(_remembered, address) for address in addresses}
    pool.release()
    done, _ = wait(asked.values(), timeout=TOGETHER)
    threads.shutdown(wait=False, cancel_futures=True)
    for address, future in asked.items():
        yield address, future.result() if future in done else fetch.TOO_LATE


def _answers_here(address: str) -> bool:
    return answers_here(unquote(urlsplit(address).path) or "/")


def answers_here(path: str) -> bool:
    """Whether anybody who asks this site for a path gets a page."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    if found.url_name != "wagtail_serve":
        return True
    asked = HttpRequest()
    asked.META = {"SERVER_NAME": settings.SITE_HOST, "SERVER_PORT": "80"}
    page = Page.find_for_request(asked, path)
    if page is not None and pages_for_readers().filter(pk=page.pk).exists():
        return getattr(page.specific, "is_sent", True)
    return redirects.find(asked, path) is not None


def _remembered(address: str) -> Answer:
    key = f"newsletter-link-{hashlib.sha256(address.encode()).hexdigest()}"
    answer: Answer | None = cache.get(key)
    if answer is None:
        answer = fetch.ask(address)
        if not answer.problem:
            cache.set(key, answer, KEEP)
    return answer
