import re
from itertools import pairwise

import pytest
from django.core.management import call_command
from wagtail.models import Page, Revision

from clinic.models import ClinicDetails
from tests.pages import factories
from tests.pages.reading import read

PATHS = [
    "/",
    "/therapies/",
    "/therapies/interpersonal-psychotherapy/",
    "/therapies/cognitive-behaviour-therapy/",
    "/therapies/acceptance-and-commitment-therapy/",
    "/assessments/",
    "/assessments/adhd/",
    "/assessments/autism/",
    "/appointments/",
    "/first-visit/",
    "/privacy/",
    "/accessibility/",
]


def test_sample_pages_answer_with_one_title_and_headings_in_order(client, sample_site):
    for path in PATHS:
        response = client.get(path)
        assert response.status_code == 200, path
        levels = read(response).heading_levels
        assert levels.count(1) == 1, path
        assert all(b - a <= 1 for a, b in pairwise(levels)), (path, levels)


def test_sample_pages_twice_change_nothing(sample_site):
    before = (Page.objects.count(), Revision.objects.count())
    call_command("sample_pages", verbosity=0)
    assert (Page.objects.count(), Revision.objects.count()) == before


def test_sample_pages_leave_what_exists(db):
    factories.standard("Our own privacy", slug="privacy")
    home = factories.home()
    home.heading = "Our own words"
    home.save_revision().publish()
    ClinicDetails.objects.update(address="Our own street")
    call_command("sample_pages", verbosity=0)
    assert Page.objects.get(slug="privacy").title == "Our own privacy"
    assert factories.home().heading == "Our own words"
    assert ClinicDetails.current().address == "Our own street"


def test_sample_therapies_name_their_sources_and_promise_no_cure(client, sample_site):
    for page in factories.home().therapies():
        text = read(client.get(page.url), within="main").text
        assert len(page.sources) >= 3
        for word in (" cure", "guarantee", "specialist in", "best "):
            assert word not in text.lower(), (page.title, word)


@pytest.mark.parametrize("path", PATHS)
def test_sample_page_addresses_are_examples_only(client, sample_site, path):
    text = client.get(path).content.decode()
    assert all(found.endswith("@example.org") for found in re.findall(r"[\w.]+@[\w.]+\w", text))
