import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clinic.models import ClinicDetails
from newsletter.models import Campaign, Delivery, IssuePage
from newsletter.sending import campaigns, schedule
from tests.newsletter.factories import (
    make_issue,
    make_subscriber,
    make_user,
    prepare_campaign,
    release_campaign,
    suppress,
)

pytestmark = pytest.mark.django_db


def test_start_plans_the_confirmed_and_nobody_else(start):
    confirmed = make_subscriber()
    make_subscriber("pending")
    make_subscriber("withdrawn")
    suppress(make_subscriber())
    campaign = start()
    assert campaign.planned == 1
    assert list(campaign.deliveries.values_list("email", flat=True)) == [confirmed.email]


def test_start_freezes_the_audience(start):
    campaign = start()
    make_subscriber()
    assert campaign.deliveries.count() == campaign.planned == 0


def test_audience_is_one_statement(django_assert_max_num_queries):
    for _ in range(30):
        make_subscriber()
    campaign = release_campaign()
    with django_assert_max_num_queries(25):
        schedule.begin(campaign)
    assert campaign.deliveries.count() == 30


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda issue: issue.unpublish(), "Publish"),
        (lambda issue: ClinicDetails.objects.update(address=" "), "postal address"),
        (lambda issue: setattr(issue, "body", []), "paragraph"),
    ],
)
def test_prepare_says_what_is_missing(change, words):
    issue = make_issue()
    change(issue)
    with pytest.raises(campaigns.NotReadyError, match=words):
        campaigns.prepare(issue, by=make_user())
    assert not Campaign.objects.exists()


def test_prepare_refuses_a_line_break_that_came_round_the_form():
    issue = make_issue()
    issue.subject = "Hello\nBcc: all@example.org"
    with pytest.raises(campaigns.NotReadyError):
        campaigns.prepare(issue, by=make_user())


def test_nobody_releases_what_they_prepared():
    campaign = prepare_campaign()
    with pytest.raises(campaigns.NotReadyError, match="Somebody else"):
        campaigns.release(campaign, by=campaign.prepared_by)
    campaign.refresh_from_db()
    assert campaign.state == "prepared"


def test_database_refuses_a_release_by_the_same_person():
    campaign = prepare_campaign()
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.update(
            state="scheduled",
            released_by=campaign.prepared_by,
            released_at=timezone.now(),
            scheduled_for=timezone.now(),
            site_url="http://testserver",
        )


def test_practice_of_one_releases_alone_and_it_is_kept(settings):
    settings.NEWSLETTER_RELEASE_ALONE = True
    campaign = prepare_campaign()
    campaigns.release(campaign, by=campaign.prepared_by)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.released_alone) == ("scheduled", True)


@pytest.mark.parametrize("what", ["subject", "practice", "unpublished"])
def test_what_was_changed_since_must_be_prepared_again(what):
    """Pitfall 28: only what the test mail and the release showed is sent."""
    campaign = prepare_campaign()
    issue = campaign.issue
    if what == "subject":
        issue.subject = "Changed"
        issue.save()
    elif what == "practice":
        ClinicDetails.objects.update(address="2 Example Street")
    else:
        issue.unpublish()
    campaign = Campaign.objects.get()
    with pytest.raises(campaigns.NotReadyError, match="changed"):
        campaigns.release(campaign, by=make_user())


def test_prepared_issue_can_be_taken_back_and_prepared_again():
    campaign = prepare_campaign()
    assert campaigns.take_back(campaign)
    assert campaigns.prepare(IssuePage.objects.get(), by=make_user()).pk != campaign.pk


def test_begun_campaign_cannot_be_taken_back(start):
    campaign = start()
    assert not campaigns.take_back(campaign)
    assert Campaign.objects.exists()


def test_release_twice_keeps_the_first():
    campaign = release_campaign()
    first = campaign.released_by
    campaigns.release(campaign, by=make_user())
    campaign.refresh_from_db()
    assert campaign.released_by == first


def test_finish_waits_for_the_last_person(start):
    make_subscriber()
    campaign = start()
    assert not campaigns.finish_if_done(campaign)


def test_finish_refuses_numbers_that_do_not_add_up(start):
    """Pitfall 3."""
    make_subscriber()
    campaign = start()
    Delivery.objects.all().delete()
    assert not campaigns.finish_if_done(campaign)


def test_finished_campaign_cannot_be_paused_resumed_or_stopped(start):
    campaign = start()
    campaigns.finish_if_done(campaign)
    assert not campaigns.pause(campaign)
    assert not campaigns.resume(campaign)
    assert not campaigns.cancel(campaign)
