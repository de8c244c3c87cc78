"""The appointment button on every page, and the links to the request forms."""

import pytest

from pages.models import AssessmentIndexPage, AssessmentPage
from tests.pages import factories
from tests.pages.doors import notes, set_doors
from tests.pages.reading import read

pytestmark = pytest.mark.django_db


def test_button_leads_to_the_appointments_page_if_it_is_live(client):
    page = factories.appointments(button="Ask for a time")
    text = client.get("/").content.decode()
    assert f'<a class="button" href="{page.url}">Ask for a time</a>' in text


def test_button_leads_to_the_form_while_there_is_no_page(client):
    factories.appointments(live=False)
    text = client.get("/").content.decode()
    assert '<a class="button" href="/appointments/new-client/">Make an Appointment</a>' in text


def test_words_of_the_doors_are_the_editors(client):
    factories.appointments(new_client_title="First time here", doors_heading="Ask us")
    page = factories.therapy()
    text = read(client.get(page.url), within="main").text
    assert "First time here" in text
    assert "Ask us" in text


@pytest.mark.parametrize(
    ("doors", "note"),
    [
        (["closed", "open"], ""),
        (["closed", "waitlist"], "Waiting list only"),
        (["closed", "closed"], "Not taking requests now"),
    ],
)
def test_door_of_assessments_is_the_widest_of_them(client, doors, note):
    factories.appointments()
    index = factories.make(factories.home(), AssessmentIndexPage, "Assessments")
    for slug in ("first", "second"):
        factories.make(index, AssessmentPage, slug)
    set_doors(first=doors[0], second=doors[1])
    assert notes(client.get("/appointments/")) == ["", "", note]
