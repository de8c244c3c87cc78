"""Profiles: who can be asked for, and who is only an example."""

import pytest

from clinic import offerings
from clinic.offerings import Offering
from pages.models import ClinicianIndexPage, ClinicianPage
from tests.pages import factories
from tests.pages.reading import read

pytestmark = pytest.mark.django_db
ASK = "/appointments/new-client/?clinician=sam-example"


@pytest.fixture
def profile():
    index = factories.make(factories.home(), ClinicianIndexPage, "Clinicians")
    return factories.make(
        index, ClinicianPage, "Sam Example", is_example=True, formats=["video", "in_person"]
    )


def test_profile_leads_to_the_form_only_of_somebody_people_can_ask_for(
    client, profile, monkeypatch
):
    assert ASK not in read(client.get(profile.url)).attributes("a", "href")
    offered = lambda: [Offering("sam-example", "Sam Example")]  # noqa: E731
    monkeypatch.setitem(offerings._providers, "clinician", offered)
    assert ASK in read(client.get(profile.url)).attributes("a", "href")


def test_example_says_that_it_is_no_real_person(client, profile):
    said = "Example profile: not a real person."
    assert said in read(client.get(profile.url), within="main").text
    assert said in read(client.get("/clinicians/"), within="main").text


def test_profile_names_ways_to_meet_in_one_order(client, profile):
    text = read(client.get(profile.url), within="main").text
    assert "In person, at our rooms; By video" in text
    assert "By phone" not in text


def test_formats_are_ticked_in_the_form():
    field = ClinicianPage._meta.get_field("formats").formfield()
    assert field.clean(["phone", "video"]) == ["phone", "video"]
    assert field.clean([]) == []
    assert field.valid_value("letter") is False
