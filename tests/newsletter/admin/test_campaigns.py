from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from newsletter.models import Campaign, Delivery
from tests.newsletter.factories import make_issue, make_subscriber, make_user, prepare_campaign

pytestmark = pytest.mark.django_db

CAMPAIGNS = "/admin/newsletter/campaign/"


def other_sender(client):
    """The same browser, a colleague at it."""
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name="Sender"))
    client.force_login(user)
    return client


def step(issue, name=""):
    return f"{CAMPAIGNS}send/{issue.pk}/{name}"


def test_sender_finds_the_way_from_list_to_start(sender):
    make_subscriber()
    issue = make_issue()
    assert f"{CAMPAIGNS}send/" in sender.get(CAMPAIGNS).text
    assert step(issue) in sender.get(f"{CAMPAIGNS}send/").text
    assert "Prepare for 1 person" in sender.get(step(issue)).text
    response = sender.post(step(issue, "freeze/"), follow=True)
    assert "A colleague who may send" in response.text
    assert Campaign.objects.get().state == "prepared"


def act(campaign, name):
    return f"{CAMPAIGNS}{campaign.pk}/{name}/"


def test_colleague_reads_the_mail_and_releases_it(sender):
    sender.post(step(make_issue(), "freeze/"))
    campaign = Campaign.objects.get()
    sender.post(act(campaign, "release"))
    campaign.refresh_from_db()
    assert campaign.state == "prepared"
    other_sender(sender)
    page = sender.get(f"{CAMPAIGNS}{campaign.pk}/change/").text
    assert f'src="{act(campaign, "mail")}"' in page
    assert "Words with <b>weight</b>" in sender.get(act(campaign, "mail")).text
    sender.post(act(campaign, "release"))
    campaign.refresh_from_db()
    assert campaign.state == "scheduled"


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        ("2020-01-01", "09:00", "from now on"),
        ("2126-01-01", "09:00", "from now on"),
        ("2026-12-24", "", "both a day and a time"),
        ("soon", "09:00", "Enter a day and a time"),
    ],
)
def test_release_at_an_impossible_time_says_what_to_do(sender, day, time, words):
    campaign = prepare_campaign()
    response = sender.post(act(campaign, "release"), {"day": day, "time": time}, follow=True)
    assert words in response.text
    campaign.refresh_from_db()
    assert campaign.state == "prepared"


def test_release_for_later(sender):
    campaign = prepare_campaign()
    at = timezone.localtime() + timedelta(days=2)
    sender.post(act(campaign, "release"), {"day": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}"})
    campaign.refresh_from_db()
    assert campaign.scheduled_for == at.replace(second=0, microsecond=0)
    sender.post(act(campaign, "take-back"))
    assert not Campaign.objects.exists()


def test_second_click_shows_the_first_campaign(sender):
    issue = make_issue()
    first = sender.post(step(issue, "freeze/"))
    assert sender.post(step(issue, "freeze/"))["Location"] == first["Location"]
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize("name", ["freeze", "test"])
def test_reading_an_action_changes_nothing(sender, name):
    assert sender.get(step(make_issue(), f"{name}/")).status_code == 405


def test_numbers_lead_to_names(sender, start):
    make_subscriber(email="anna@example.org")
    campaign = start()
    page = sender.get(f"{CAMPAIGNS}{campaign.pk}/change/").text
    link = f"/admin/newsletter/delivery/?campaign__id__exact={campaign.pk}&amp;state__exact=queued"
    assert link in page
    assert "0 of 1 people have an end" in page
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
    assert receptionist.post(step(make_issue(), "freeze/")).status_code == 403
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
    from newsletter.list import actions
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
