"""The button on every page and the panel with three doors."""

import re

import pytest
from django.urls import reverse

from clinic.models import AssessmentDoor, ClinicDetails, Door
from pages.models import AssessmentIndexPage, AssessmentPage, TherapyPage
from tests.pages import factories
from tests.pages.reading import read

pytestmark = pytest.mark.django_db
DOORS = ["New Client", "Existing Client", "Assessments"]


def door_links(response):
    document = read(response)
    return [a["href"] for tag, a in document.tags if tag == "a" and a.get("class") == "door"]


def test_every_therapy_page_asks_as_agreed(client, sample_site):
    for therapy in TherapyPage.objects.live():
        response = client.get(therapy.url)
        text = read(response, within="body").text
        assert "Make an Appointment" in text
        assert f"Request an Appointment for {DOORS[0]}" in text
        assert door_links(response) == [
            reverse("booking:new-client") + f"?therapy={therapy.slug}",
            reverse("booking:existing-client"),
            reverse("booking:assessments"),
        ]
        html = response.content.decode()
        assert [t for t in DOORS if f"<strong>{t}</strong>" in html] == DOORS


def test_appointments_page_has_three_doors_for_any_therapy(client, sample_site):
    assert door_links(client.get("/appointments/")) == [
        reverse("booking:new-client"),
        reverse("booking:existing-client"),
        reverse("booking:assessments"),
    ]


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


def test_newsletter_form_stands_in_footer_and_body_of_therapy_pages(client, sample_site):
    text = client.get("/therapies/interpersonal-psychotherapy/").content.decode()
    assert text.count('action="/newsletter/subscribe/"') == 2
    assert client.get("/privacy/").content.decode().count('action="/newsletter/subscribe/"') == 1


def set_doors(new_clients=Door.OPEN, **assessments):
    ClinicDetails.load()
    ClinicDetails.objects.update(new_clients=new_clients)
    for slug, door in assessments.items():
        AssessmentDoor.objects.create(clinic=ClinicDetails.load(), slug=slug, door=door)


def notes(response):
    """What stands beside each door, in the order of the doors."""
    html = response.content.decode()
    return [
        "".join(re.findall(r'class="door-note">([^<]+)<', way))
        for way in html.split('<a class="door"')[1:]
    ]


@pytest.mark.parametrize(
    ("door", "note"),
    [("open", ""), ("waitlist", "Waiting list only"), ("closed", "Not taking new clients now")],
)
def test_doors_say_whether_new_clients_can_ask(client, sample_site, door, note):
    set_doors(door)
    for address in ("/appointments/", "/therapies/interpersonal-psychotherapy/", "/"):
        assert notes(client.get(address)) == [note, "", ""]


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


@pytest.mark.parametrize(
    ("door", "note"), [("waitlist", "Waiting list only"), ("closed", "Not taking requests now")]
)
def test_assessment_page_says_that_it_is_not_open(client, sample_site, door, note):
    first, second = AssessmentPage.objects.live()[:2]
    set_doors(**{first.slug: door})
    assert f'<span class="door-note">{note}</span>' in client.get(first.url).content.decode()
    assert "door-note" not in client.get(second.url).content.decode().split("<main")[1]
