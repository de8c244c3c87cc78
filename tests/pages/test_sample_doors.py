"""Links to the three request forms on the sample pages."""

import pytest
from django.urls import reverse

from pages.models import AssessmentPage, TherapyPage
from tests.pages.doors import door_links, notes, set_doors
from tests.pages.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_sample")]
DOORS = ["New Client", "Existing Client", "Assessments"]


def test_every_therapy_page_asks_as_agreed(client):
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


def test_appointments_page_has_three_doors_for_any_therapy(client):
    assert door_links(client.get("/appointments/")) == [
        reverse("booking:new-client"),
        reverse("booking:existing-client"),
        reverse("booking:assessments"),
    ]


def test_newsletter_form_stands_in_footer_and_body_of_therapy_pages(client):
    text = client.get("/therapies/interpersonal-psychotherapy/").content.decode()
    assert text.count('action="/newsletter/subscribe/"') == 2
    assert client.get("/privacy/").content.decode().count('action="/newsletter/subscribe/"') == 1


@pytest.mark.parametrize(
    ("door", "note"),
    [("open", ""), ("waitlist", "Waiting list only"), ("closed", "Not taking new clients now")],
)
def test_doors_say_whether_new_clients_can_ask(client, door, note):
    set_doors(door)
    for address in ("/appointments/", "/therapies/interpersonal-psychotherapy/", "/"):
        assert notes(client.get(address)) == [note, "", ""]


@pytest.mark.parametrize(
    ("door", "note"), [("waitlist", "Waiting list only"), ("closed", "Not taking requests now")]
)
def test_assessment_page_says_that_it_is_not_open(client, door, note):
    first, second = AssessmentPage.objects.live()[:2]
    set_doors(**{first.slug: door})
    assert f'<span class="door-note">{note}</span>' in client.get(first.url).content.decode()
    assert "door-note" not in client.get(second.url).content.decode().split("<main")[1]
