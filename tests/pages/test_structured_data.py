"""Structured data validates, and says nothing that the page does not show."""

import json
import re
from datetime import date, time

import pytest

from clinic.models import ClinicDetails, Holiday, OpeningHours
from pages import models
from tests.pages import factories, schema_org
from tests.pages.reading import read, words
from tests.pages.test_sample_pages import PATHS

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def nodes(response):
    found = BLOCK.findall(response.content.decode())
    assert len(found) <= 1
    return json.loads(found[0])["@graph"] if found else []


def by_type(response, name):
    return next((n for n in nodes(response) if name in n["@type"]), None)


def walk(value, name=""):
    """Every value with the name of its property, and every node."""
    yield name, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, name)


def said(value):
    """Return what a page shows for a value: a formatted date, or the value itself."""
    if ISO_DATE.fullmatch(value):
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return words(value)


def shows(response):
    text = read(response, within="body").text
    for name, value in walk(nodes(response)):
        is_name = name in ("@type", "@id", "dayOfWeek", "opens", "closes")
        if isinstance(value, str) and not is_name and not value.startswith("http://testserver/"):
            assert said(value) in text, f"{name}: {value}"


def validates(response):
    for _, value in walk(nodes(response)):
        if isinstance(value, dict):
            types = value["@type"] if isinstance(value["@type"], list) else [value["@type"]]
            properties = {key for key in value if not key.startswith("@")}
            assert properties <= schema_org.PROPERTIES[types[0]]


@pytest.fixture
def practice(db):
    clinic = ClinicDetails.current()
    clinic.phone, clinic.email = "02 5550 0123", "hello@example.org"
    clinic.address = "Level 1, 12 Example Street\nSydney NSW 2000"
    weekdays = [OpeningHours(day=day, opens=time(9), closes=time(17, 30)) for day in range(5)]
    clinic.opening_hours = [*weekdays, OpeningHours(day=5, opens=time(9), closes=time(12))]
    clinic.save()
    return clinic


def test_sample_pages_say_only_what_they_show_and_validate(client, sample_site):
    for path in PATHS:
        response = client.get(path)
        shows(response)
        validates(response)


def test_home_page_describes_the_practice(client, practice):
    response = client.get("/")
    shows(response)
    node = by_type(response, "MedicalClinic")
    assert "LocalBusiness" in node["@type"]
    assert node["telephone"] == "02 5550 0123"
    assert node["address"] == "Level 1, 12 Example Street Sydney NSW 2000"
    assert node["url"] == "http://testserver/"


def test_hours_are_those_of_the_practice(client, practice):
    spans = by_type(client.get("/"), "MedicalClinic")["openingHoursSpecification"]
    weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    said = [
        ([d.rpartition("/")[2] for d in s["dayOfWeek"]], s["opens"], s["closes"]) for s in spans
    ]
    assert said == [(["Saturday"], "09:00", "12:00"), (weekdays, "09:00", "17:30")]


def test_contact_page_names_the_days_closed_that_it_shows(client, practice):
    practice.holidays = [Holiday(date=date(2030, 12, 25), name="Christmas Day")]
    practice.save()
    page = factories.make(factories.home(), models.ContactPage, "Contact")
    response = client.get(page.url)
    shows(response)
    validates(response)
    (closed,) = by_type(response, "MedicalClinic")["specialOpeningHoursSpecification"]
    assert closed["validFrom"] == closed["validThrough"] == "2030-12-25"
    assert closed["opens"] == closed["closes"] == "00:00"


def test_empty_details_are_not_said(client):
    clinic = ClinicDetails.current()
    clinic.opening_hours = []
    clinic.save()
    assert set(by_type(client.get("/"), "MedicalClinic")) == {"@type", "@id", "name", "url"}


def test_therapy_page_is_about_a_psychological_treatment(client):
    page = factories.therapy(reviewed_on=date(2026, 3, 2))
    response = client.get(page.url)
    shows(response)
    node = by_type(response, "MedicalWebPage")
    assert node["about"] == {"@type": "PsychologicalTreatment", "name": "Walking Therapy"}
    assert node["lastReviewed"] == "2026-03-02"


def test_condition_page_is_about_a_condition(client):
    index = factories.make(factories.home(), models.ConditionIndexPage, "Conditions")
    page = factories.make(index, models.ConditionPage, "Grief")
    response = client.get(page.url)
    shows(response)
    node = by_type(response, "MedicalWebPage")
    assert node["about"] == {"@type": "MedicalCondition", "name": "Grief"}
    assert "lastReviewed" not in node


@pytest.fixture
def clinician(practice):
    def make(**fields):
        index = factories.make(factories.home(), models.ClinicianIndexPage, "Clinicians")
        values = {
            "post_nominal_title": "Psychologist",
            "registration_number": "PSY0000000000",
            "qualifications": factories.stream(("qualification", "Master of Psychology")),
            "languages": factories.stream(("language", "English")),
        }
        return factories.make(index, models.ClinicianPage, "Example Name", **values | fields)

    return make


def test_clinician_is_a_person_with_training_and_registration(client, clinician):
    response = client.get(clinician().url)
    shows(response)
    validates(response)
    node = by_type(response, "Person")
    assert node["jobTitle"] == "Psychologist"
    assert node["identifier"]["value"] == "PSY0000000000"
    assert node["hasCredential"][0]["name"] == "Master of Psychology"
    assert node["knowsLanguage"] == ["English"]


def test_example_profile_is_no_person(client, clinician):
    response = client.get(clinician(is_example=True).url)
    assert by_type(response, "Person") is None
    assert by_type(response, "BreadcrumbList")


def test_article_says_when_it_came_out_and_who_wrote_it(client):
    index = factories.make(factories.home(), models.ArticleIndexPage, "Articles")
    fields = {"published_on": date(2026, 5, 4), "author_name": "The team"}
    response = client.get(factories.make(index, models.ArticlePage, "Sleep", **fields).url)
    shows(response)
    validates(response)
    node = by_type(response, "Article")
    assert node["datePublished"] == "2026-05-04"
    assert node["author"]["name"] == "The team"


def test_breadcrumb_list_is_the_breadcrumbs_of_the_page(client):
    response = client.get(factories.therapy().url)
    shown = re.search(r'<nav class="breadcrumbs.*?</nav>', response.content.decode(), re.S)[0]
    steps = by_type(response, "BreadcrumbList")["itemListElement"]
    assert [s["name"] for s in steps] == re.findall(r">([^<>\n]+)</(?:a|li)>", shown)
    assert [s["item"] for s in steps[:-1]] == [
        "http://testserver" + path for path in re.findall(r'href="([^"]+)"', shown)
    ]


def test_breadcrumbs_leave_out_a_page_that_is_not_for_readers(client):
    above = factories.standard("Secret", live=False)
    response = client.get(factories.make(above, models.StandardPage, "Fees").url)
    assert b"Secret" not in response.content


def test_title_cannot_end_the_data_block(client):
    title = "</script><script>alert(1)</script> & <!--"
    response = client.get(factories.therapy(title, slug="odd").url)
    assert by_type(response, "MedicalWebPage")["name"] == title
    assert b"<script>alert" not in response.content
