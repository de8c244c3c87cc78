"""The sitemap names what readers may open, with the day its words changed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from pages.models import StandardPage
from tests.pages import factories

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def entries(client):
    def read():
        text = client.get("/sitemap.xml").content.decode()
        found = re.findall(r"<loc>([^<]+)</loc>(?:<lastmod>([^<]+)</lastmod>)?", text)
        return {address.removeprefix("http://testserver"): moment for address, moment in found}

    return read


def test_sitemap_names_public_addresses_only(entries):
    factories.standard("Fees")
    factories.standard("Draft", live=False)
    factories.standard("Past", expire_at=timezone.now() - timedelta(days=1))
    factories.standard("Private").view_restrictions.create(restriction_type="login")
    assert set(entries()) == {"/", "/fees/"}


def test_sitemap_gives_the_day_the_words_changed(entries):
    with time_machine.travel(START, tick=False):
        page = factories.standard("Fees")
        page.save_revision().publish()
    for days, lead, day in [(1, "", "2026-11-02"), (2, "New words", "2026-11-04")]:
        with time_machine.travel(START + timedelta(days=days), tick=False):
            page = StandardPage.objects.get(pk=page.pk)
            page.lead = lead
            page.save_revision().publish()
        assert entries()["/fees/"] == day


def test_robots_names_the_sitemap(client):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
