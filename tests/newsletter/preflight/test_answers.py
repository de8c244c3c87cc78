import threading

import pytest
from django.core.cache import cache
from wagtail.contrib.redirects.models import Redirect

from newsletter.preflight import Mail, fetch, link_check
from newsletter.preflight.fetch import LinkStatus
from tests.newsletter.factories import make_archive, make_issue
from tests.newsletter.preflight.letters import make_mail, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def asked(monkeypatch):
    """Other hosts as a table of answers; returns the addresses that were asked."""
    seen = []
    table = {
        "https://gone.example.org/": LinkStatus("is gone.", is_gone=True),
        "https://slow.example.org/": LinkStatus("is slow."),
    }

    def ask(address):
        seen.append(address)
        return table.get(address, LinkStatus())

    monkeypatch.setattr(fetch, "check", ask)
    return seen


def links(*addresses):
    return make_mail("".join(f'<a href="{a}">To {a}</a>' for a in addresses))


def test_own_pages_answer(asked):
    make_archive()
    ours = ("http://testserver", "http://testserver/newsletter/archive/#now", "http://testserver/")
    assert not said(link_check.check_links_work, links(*ours, "http://testserver/search/?q=sleep"))
    assert asked == []


@pytest.mark.parametrize("path", ["/nowhere/", "/newsletter/archive/nothing/"])
def test_own_page_that_is_not_there_stops(path):
    make_archive()
    (found,) = link_check.check_links_work(links(f"http://testserver{path}"))
    assert found.is_stop
    assert "where there is no page" in found.text


def test_own_page_that_readers_cannot_open_stops():
    archive = make_archive()
    archive.unpublish()
    assert said(link_check.check_links_work, links(f"http://testserver{archive.url}"))


def test_issue_that_is_not_sent_is_no_page_yet(start):
    issue = make_issue()
    assert not link_check.page_exists(issue.url)
    start(issue)
    assert link_check.page_exists(issue.url)


def test_own_address_that_leads_on_answers():
    Redirect.add_redirect("/old/", "/newsletter/")
    assert link_check.page_exists("/old/")


def test_addresses_of_the_foot_are_known():
    address = "http://testserver/newsletter/archive/soon/"
    mail = Mail(links(address).content, own_addresses=frozenset({address}))
    assert not said(link_check.check_links_work, mail)


def test_page_that_is_gone_stops_and_a_slow_one_is_advice(asked):
    mail = links("https://gone.example.org/", "https://slow.example.org/", "tel:000")
    found = {each.text: each.is_stop for each in link_check.check_links_work(mail)}
    assert list(found.values()) == [True, False]
    assert "gone.example.org is gone." in next(iter(found))


def test_good_answer_is_remembered_and_a_bad_one_is_asked_again(asked):
    mail = links("https://good.example.org/", "https://slow.example.org/")
    for _ in range(2):
        said(link_check.check_links_work, mail)
    assert sorted(asked) == ["https://good.example.org/"] + ["https://slow.example.org/"] * 2


def test_all_links_together_have_a_few_seconds(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(link_check, "TOTAL_TIMEOUT", 0.01)
    monkeypatch.setattr(fetch, "check", lambda address: over.wait(10) and LinkStatus())
    found = said(link_check.check_links_work, links("https://hangs.example.org/"))
    over.set()
    assert "did not answer in time" in found
