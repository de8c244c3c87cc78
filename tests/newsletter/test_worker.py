from datetime import timedelta

import pytest
import requests
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsletter.list import actions, erasing
from newsletter.models import Delivery
from newsletter.sending import batches, campaigns, providers
from newsletter.sending import worker as sending
from tests.newsletter.factories import make_owner, make_subscriber, suppress
from tests.newsletter.fake_provider import (
    BROKEN,
    INVALID,
    REFUSED,
)
from tests.newsletter.senders import expire_leases, go_on, is_whole, people, send_all, states

pytestmark = pytest.mark.django_db


def test_partial_refusal_is_recorded_for_each_person(fake_provider, start):
    """Pitfall 12."""
    emails = [s.email for s in people(4)]
    fake_provider.codes = {emails[0]: REFUSED, emails[1]: INVALID, emails[2]: BROKEN}
    campaign = start()
    send_all()
    found = dict(Delivery.objects.values_list("email", "state"))
    assert [found[e] for e in emails] == ["refused", "refused", "failed", "accepted"]
    assert is_whole(campaign)


def test_refusal_of_everybody_is_recorded(fake_provider, start):
    emails = [s.email for s in people(2)]
    fake_provider.codes = dict.fromkeys(emails, REFUSED)
    campaign = start()
    send_all()
    assert states(campaign) == {"refused": 2}


def test_too_many_requests_waits_as_asked_and_goes_on(fake_provider, start):
    """Pitfall 14."""
    people(3)
    fake_provider.script, fake_provider.retry_after = [429], "120"
    campaign = start()
    send_all()
    campaign.refresh_from_db()
    assert states(campaign) == {"queued": 3}
    assert timedelta(seconds=100) < campaign.resume_at - timezone.now() <= timedelta(seconds=120)
    go_on(campaign)
    assert len(fake_provider.recipients) == 3
    assert is_whole(campaign)


def test_provider_away_keeps_everybody_waiting(fake_provider, start, settings):
    """Pitfall 2."""
    people(2)
    url = fake_provider.url
    settings.ANYMAIL = settings.ANYMAIL | {"POSTMARK_API_URL": "http://127.0.0.1:9/"}
    campaign = start()
    send_all()
    assert states(campaign) == {"queued": 2}
    settings.ANYMAIL = settings.ANYMAIL | {"POSTMARK_API_URL": url}
    go_on(campaign)
    assert is_whole(campaign)


@pytest.mark.parametrize("fate", [500, 503, "hang up"])
def test_unclear_end_is_in_doubt_and_never_sent_again(fake_provider, start, fate):
    """Pitfall 14."""
    people(2)
    fake_provider.script = [fate]
    campaign = start()
    send_all()
    go_on(campaign)
    assert states(campaign) == {"in_doubt": 2}
    assert fake_provider.recipients == []
    assert is_whole(campaign)


@pytest.mark.parametrize("fate", [401, 422])
def test_call_refused_as_a_whole_pauses_for_a_person(fake_provider, start, fate):
    people(2)
    fake_provider.script = [fate]
    campaign = start()
    send_all()
    campaign.refresh_from_db()
    assert campaign.state == "paused"
    assert str(fate) in campaign.last_error
    campaigns.resume(campaign)
    send_all()
    assert states(campaign) == {"accepted": 2}


def test_who_left_or_complained_after_the_start_is_left_out(fake_provider, start):
    stays, leaves, complains = people(3)
    campaign = start()
    actions.withdraw(leaves.public_id, method="link")
    suppress(complains)
    send_all()
    assert fake_provider.recipients == [stays.email]
    assert states(campaign) == {"accepted": 1, "skipped": 2}
    assert not Delivery.objects.filter(state="skipped", reason="").exists()
    assert is_whole(campaign)


def test_worker_dead_before_the_call_costs_nothing(fake_provider, start):
    people(2)
    campaign = start()
    batches.claim(campaign, providers.current())
    expire_leases()
    send_all()
    assert len(fake_provider.recipients) == 2
    assert is_whole(campaign)


def test_worker_dead_in_the_call_leaves_those_people_in_doubt(fake_provider, start):
    people(2)
    campaign = start()
    batch, _ = batches.claim(campaign, providers.current())
    batches.mark_called(batch, digest="x", key_lifetime=None)
    expire_leases()
    send_all()
    assert fake_provider.recipients == []
    assert states(campaign) == {"in_doubt": 2}
    assert is_whole(campaign)


def test_slow_worker_cannot_call_for_people_it_has_lost(fake_provider, start):
    people(2)
    campaign = start()
    batch, _ = batches.claim(campaign, providers.current())
    expire_leases()
    send_all()
    with pytest.raises(batches.LeaseLostError):
        batches.mark_called(batch, digest="x", key_lifetime=None)
    assert len(fake_provider.recipients) == 2


def test_slow_worker_with_other_words_leaves_the_batch_to_who_has_it(fake_provider, start):
    """What it would say no longer matters, and must not put anybody in doubt."""
    people(2)
    batch, _ = batches.claim(start(), providers.current())
    batches.mark_called(batch, digest="x", key_lifetime=timedelta(hours=1))
    expire_leases()
    batches.close(batches.abandoned()[0])
    batches.claim_replay()
    with pytest.raises(batches.LeaseLostError):
        batches.mark_called(batch, digest="y", key_lifetime=None)


def test_batch_costs_the_same_queries_for_any_number_of_people(fake_provider, start):
    people(12)
    campaign = start()
    costs = []
    for size in (2, 9):
        with override_settings(NEWSLETTER_BATCH=size), CaptureQueriesContext(connection) as asked:
            sending.send_batch(campaign)
        costs.append(len(asked))
    assert len(fake_provider.recipients) == 2 + 9
    assert costs[0] == costs[1]


def test_pause_stops_and_resume_goes_on(fake_provider, start):
    """Pitfall 2."""
    people(2)
    campaign = start()
    for _ in range(10):
        campaigns.pause(campaign)
        send_all()
        assert fake_provider.calls == []
        campaigns.resume(campaign)
    send_all()
    assert len(fake_provider.recipients) == 2


def test_stopped_campaign_names_whom_it_left_out(fake_provider, start):
    people(2)
    campaign = start()
    campaigns.cancel(campaign)
    send_all()
    assert fake_provider.calls == []
    assert states(campaign) == {"skipped": 2}


def test_campaign_without_people_finishes(fake_provider, start):
    campaign = start()
    send_all()
    assert is_whole(campaign)


def test_crash_in_the_middle_of_single_sends_puts_one_in_doubt(start, monkeypatch, mail_files):
    """Pitfall 13."""
    people(3)
    campaign = start()
    backend = "clinic.mail.file_backend.EmailBackend._write"
    monkeypatch.setattr(backend, fail_on_call(2, requests.ReadTimeout()))
    send_all()
    assert states(campaign) == {"accepted": 1, "in_doubt": 1, "queued": 1}
    go_on(campaign)
    assert states(campaign) == {"accepted": 2, "in_doubt": 1}
    assert is_whole(campaign)


def fail_on_call(number, error):
    """The file backend's write, with an error on one call."""
    from clinic.mail.file_backend import EmailBackend

    real, calls = EmailBackend._write, []

    def write(self, *args):
        calls.append(args)
        if len(calls) == number:
            raise error
        return real(self, *args)

    return write


def test_database_allows_a_person_once(start):
    from django.db import IntegrityError, transaction

    subscriber = make_subscriber()
    campaign = start()
    again = Delivery(campaign=campaign, subscriber=subscriber, email="other@example.org")
    again.email_normalised = "other@example.org"
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_erased_between_claim_and_call_is_left_out(fake_provider, start):
    """Pitfall 6: and nobody else has to wait."""
    leaves, stays = people(2)
    campaign = start()
    batch, _ = batches.claim(campaign, providers.current())
    erasing.erase(leaves, method="staff", by=make_owner())
    sending.deliver(batch, providers.current())
    assert fake_provider.recipients == [stays.email]
    assert states(campaign) == {"accepted": 1, "skipped": 1}
