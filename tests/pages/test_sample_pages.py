import re
from itertools import pairwise

import brotli
import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page

from pages.models import (
    ArticlePage,
    AssessmentPage,
    ClinicianPage,
    ConditionPage,
    TherapyPage,
)
from pages.sample import content
from tests.pages.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_sample")]

#: Every sample page.
PATHS = ["/", *(f"/{path}/" for path in content.paths())]
#: Page types that a clinician answers for.
CLINICAL = (TherapyPage, ConditionPage, AssessmentPage, ClinicianPage, ArticlePage)

#: RFC 9002: what a server may send before the first answer comes back.
FIRST_FLIGHT = 14_336

#: Australian rules for advertising health services (National Law, section 133), and boasting.
NEVER_SAID = (
    r"cures?|cured|guarantee\w*|testimonial\w*|specialists? in|specialis\w+ in|best|"
    r"leading|proven|miracle|life-changing|happy clients|100 ?%"
)


@pytest.fixture(scope="module")
def answers(shared_sample):
    """Every sample page as a reader gets it, by path."""
    client = Client()
    return {path: client.get(path) for path in PATHS}


def test_sample_has_what_a_practice_needs():
    counts = {model: model.objects.live().count() for model in CLINICAL}
    assert counts[TherapyPage] >= 8
    assert counts[ConditionPage] >= 4
    assert counts[AssessmentPage] >= 2
    assert {"/fees/", "/questions/", "/contact/", "/crisis-help/", "/first-visit/"} < set(PATHS)
    assert {"/privacy/", "/accessibility/", "/therapies/interpersonal-psychotherapy/"} < set(PATHS)


def test_sample_pages_read_well(answers):
    """Headings in order, words that may be said, example addresses, and one flight of bytes."""
    for path, response in answers.items():
        assert response.status_code == 200, path
        page, html = read(response, within="main"), response.content.decode()
        levels = read(response).heading_levels
        assert levels.count(1) == 1, path
        assert all(b - a <= 1 for a, b in pairwise(levels)), (path, levels)
        assert not re.findall(rf"\b({NEVER_SAID})\b", page.text, re.IGNORECASE), path
        assert all(a.endswith("@example.org") for a in re.findall(r"[\w.]+@[\w.]+\w", html)), path
        assert len(brotli.compress(response.content, quality=5)) <= FIRST_FLIGHT, path


def test_sample_pages_link_to_pages_that_are_there(client, answers):
    linked = set()
    for response in answers.values():
        linked |= set(re.findall(r'<a [^>]*href="(/[^"#]*)', response.content.decode()))
    for url in linked - {"/newsletter/"} - set(PATHS):
        assert client.get(url.replace("&amp;", "&")).status_code == 200, url


def test_clinical_sample_pages_name_sources_and_last_review(answers):
    for model in CLINICAL:
        for page in model.objects.live():
            text = read(answers[page.url], within="main").text
            assert "Last reviewed 23 November 2026" in text, page.url
            assert model is ClinicianPage or len(page.sources) >= 2, page.url
            assert page.review_by > page.reviewed_on


def test_sample_words_pass_what_editors_words_must():
    """A page that an editor could not save again is no example."""
    for page in Page.objects.live().filter(depth__gt=1).specific():
        page.full_clean()
        for field in page._meta.fields:
            if hasattr(field, "stream_block"):
                field.stream_block.clean(getattr(page, field.name))


def test_sample_therapies_and_conditions_name_each_other(answers):
    for condition in ConditionPage.objects.live():
        assert condition.therapies, condition
        html = answers[condition.url].content.decode()
        assert all(f'href="{therapy.url}"' in html for therapy in condition.therapies)
    for therapy in TherapyPage.objects.live():
        assert therapy.condition_pages, therapy


def test_sample_clinicians_say_they_are_examples(client):
    call_command("sample_booking", verbosity=0)
    for page in ClinicianPage.objects.live():
        html = client.get(page.url).content.decode()
        assert "not a real person" in html
        assert f"?clinician={page.slug}" in html


def test_sample_names_its_pages_in_header_and_footer(answers):
    html = answers["/"].content.decode()
    header, footer = html.split("<main")[0], html.split("</main>")[1]
    for word in ("Therapies", "Conditions", "Assessments", "Fees", "Contact"):
        assert f">{word}</a>" in header
    for path in ("crisis-help", "clinicians", "articles", "privacy", "accessibility"):
        assert f'href="/{path}/"' in footer
