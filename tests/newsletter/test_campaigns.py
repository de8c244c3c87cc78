import pytest

from clinic.models import ClinicDetails
from newsletter import campaigns
from newsletter.models import Campaign, Delivery
from tests.newsletter.factories import make_issue, make_subscriber, make_user, suppress

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


def test_start_builds_the_audience_in_one_statement(start, django_assert_max_num_queries):
    for _ in range(30):
        make_subscriber()
    issue, user = make_issue(), make_user()
    with django_assert_max_num_queries(25):
        assert campaigns.start(issue, by=user).planned == 30


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda issue: issue.unpublish(), "Publish"),
        (lambda issue: ClinicDetails.objects.update(address=" "), "postal address"),
        (lambda issue: setattr(issue, "body", []), "paragraph"),
    ],
)
def test_start_says_what_is_missing(change, words):
    issue = make_issue()
    change(issue)
    with pytest.raises(campaigns.NotReadyError, match=words):
        campaigns.start(issue, by=make_user())
    assert not Campaign.objects.exists()


def test_start_refuses_a_line_break_that_came_round_the_form():
    issue = make_issue()
    issue.subject = "Hello\nBcc: all@example.org"
    with pytest.raises(campaigns.NotReadyError):
        campaigns.start(issue, by=make_user())


def test_finish_waits_for_the_last_person(start):
    make_subscriber()
    campaign = start()
    assert not campaigns.finish_if_done(campaign)


def test_finish_refuses_numbers_that_do_not_add_up(start):
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
