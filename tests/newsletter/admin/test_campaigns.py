import pytest

from newsletter.models import Campaign, Delivery
from tests.newsletter.factories import make_issue, make_subscriber

pytestmark = pytest.mark.django_db

CAMPAIGNS = "/admin/newsletter/campaign/"


def step(issue, name=""):
    return f"{CAMPAIGNS}send/{issue.pk}/{name}"


def test_sender_finds_the_way_from_list_to_start(sender):
    make_subscriber()
    issue = make_issue()
    assert f"{CAMPAIGNS}send/" in sender.get(CAMPAIGNS).text
    assert step(issue) in sender.get(f"{CAMPAIGNS}send/").text
    assert "Send to 1 person" in sender.get(step(issue)).text
    response = sender.post(step(issue, "start/"), follow=True)
    assert response.status_code == 200
    assert Campaign.objects.get().planned == 1


def test_second_click_shows_the_first_campaign(sender):
    issue = make_issue()
    first = sender.post(step(issue, "start/"))
    assert sender.post(step(issue, "start/"))["Location"] == first["Location"]
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize("name", ["start", "test"])
def test_reading_an_action_changes_nothing(sender, name):
    assert sender.get(step(make_issue(), f"{name}/")).status_code == 405


def test_numbers_lead_to_names(sender, start):
    make_subscriber(email="anna@example.org")
    campaign = start()
    page = sender.get(f"{CAMPAIGNS}{campaign.pk}/change/").text
    link = f"/admin/newsletter/delivery/?campaign__id__exact={campaign.pk}&amp;state__exact=queued"
    assert link in page
    assert "1 planned" in page
    assert "anna@example.org" in sender.get(link.replace("&amp;", "&")).text


@pytest.mark.parametrize(
    ("name", "state"), [("pause", "paused"), ("resume", "sending"), ("cancel", "cancelled")]
)
def test_campaign_can_be_held(sender, start, name, state):
    campaign = start()
    sender.post(f"{CAMPAIGNS}{campaign.pk}/{name}/", follow=True)
    campaign.refresh_from_db()
    assert campaign.state == state


@pytest.mark.parametrize("path", ["", "send/"])
def test_reception_sees_no_campaign(receptionist, path):
    assert receptionist.get(CAMPAIGNS + path).status_code == 403


def test_reception_cannot_start(receptionist):
    assert receptionist.post(step(make_issue(), "start/")).status_code == 403
    assert not Campaign.objects.exists()


def test_rows_cannot_be_changed_by_hand(sender, start):
    make_subscriber()
    campaign = start()
    sender.post(f"{CAMPAIGNS}{campaign.pk}/change/", {"subject": "x"})
    delivery = Delivery.objects.get()
    sender.post(f"/admin/newsletter/delivery/{delivery.pk}/change/", {"state": "accepted"})
    delivery.refresh_from_db()
    assert delivery.state == "queued"


def test_subscriber_shows_the_proof(sender):
    from newsletter import actions
    from tests.newsletter.factories import ask

    asked = ask()
    actions.confirm(asked)
    page = sender.get(f"/admin/newsletter/subscriber/{asked.subscriber.pk}/change/").text
    assert asked.wording_text in page
    assert "footer on /therapies/" in page


def test_subscriber_who_phoned_is_taken_off(sender):
    subscriber = make_subscriber()
    sender.post(f"/admin/newsletter/subscriber/{subscriber.pk}/withdraw/")
    subscriber.refresh_from_db()
    event = subscriber.events.get()
    assert subscriber.state == "withdrawn"
    assert (event.method, event.by.email) == ("staff", "sender@example.org")


def test_reception_cannot_take_anybody_off(receptionist):
    subscriber = make_subscriber()
    path = f"/admin/newsletter/subscriber/{subscriber.pk}/withdraw/"
    assert receptionist.post(path).status_code == 403
