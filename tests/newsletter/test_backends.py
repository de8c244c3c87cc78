"""Each provider with batch calls, over HTTP in its own format."""

import pytest

from clinic.models import ClinicDetails
from newsletter.models import Campaign, Subscriber
from tests.newsletter.dialects import DIALECTS
from tests.newsletter.fake_provider import header, unsubscribe_path
from tests.newsletter.senders import go_on, is_whole, people, send_all, states

pytestmark = pytest.mark.django_db

everybody = pytest.mark.parametrize("fake_provider", DIALECTS, indirect=True)
with_keys = pytest.mark.parametrize("fake_provider", ["resend", "brevo"], indirect=True)
all_or_nobody = pytest.mark.parametrize(
    "fake_provider", ["resend", "brevo", "mailgun"], indirect=True
)


@everybody
def test_one_call_keeps_people_apart(fake_provider, start):
    """Pitfall 11: each message shows one person, and each has metadata of its own."""
    subscribers = people(4)
    campaign = start()
    send_all()
    assert len(fake_provider.calls) == 1
    assert sorted(fake_provider.recipients) == sorted(s.email for s in subscribers)
    for message in fake_provider.messages:
        others = {s.email for s in subscribers} - {message["To"]}
        assert not any(other in str(message) for other in others)
        assert message["Metadata"]["delivery"].isdigit()
    assert is_whole(campaign)


@everybody
def test_everybody_gets_their_own_way_out(fake_provider, start, client):
    people(3)
    start()
    send_all()
    for message in fake_provider.messages:
        path = unsubscribe_path(message)
        assert header(message, "List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
        assert path in message["TextBody"]
        assert path in message["HtmlBody"]
        assert "%%" not in message["TextBody"] + message["HtmlBody"]
        client.post(path, {"List-Unsubscribe": "One-Click"})
    assert Subscriber.objects.filter(state="withdrawn").count() == 3


@everybody
def test_words_arrive_as_they_were_written(fake_provider, start):
    """Also those that a provider's template language would take for orders."""
    people(1)
    words = "Braces {{params.leave}} {% if %} and 100 %recipient of rain"
    start()
    Campaign.objects.update(text=words, html=f"<p>{words}</p>")
    send_all()
    text = fake_provider.messages[0]["TextBody"].replace("\u200b", "").replace("\n", " ")
    assert words in text


@everybody
def test_accepted_keeps_the_providers_id(fake_provider, start):
    people(2)
    campaign = start()
    send_all()
    assert all(campaign.deliveries.values_list("provider_id", flat=True))


@all_or_nobody
def test_one_bad_address_costs_nobody_else_the_mail(fake_provider, start):
    """Pitfall 15: the call is halved until the bad address stands alone."""
    subscribers = people(7)
    fake_provider.codes = {subscribers[4].email: 300}
    campaign = start()
    send_all()
    assert states(campaign) == {"accepted": 6, "refused": 1}
    assert campaign.deliveries.get(state="refused").email == subscribers[4].email
    assert len(fake_provider.recipients) == len(set(fake_provider.recipients)) == 6
    assert is_whole(campaign)


@all_or_nobody
def test_refused_for_the_words_stops_before_everybody_is_refused(fake_provider, start):
    """The circuit breaker ends the halving."""
    fake_provider.codes = {s.email: 300 for s in people(40)}
    campaign = start()
    send_all()
    campaign.refresh_from_db()
    assert campaign.state == "paused"
    assert states(campaign)["refused"] < 10


@with_keys
@pytest.mark.parametrize("fate", [500, "hang up", "accept, then hang up"])
def test_unclear_end_is_asked_about_with_the_same_key(fake_provider, start, fate):
    """Pitfall 16: nobody twice, nobody missed."""
    subscribers = people(3)
    fake_provider.script = [fate]
    campaign = start()
    send_all()
    assert states(campaign) == {"sending": 3}
    go_on(campaign)
    assert states(campaign) == {"accepted": 3}
    assert sorted(fake_provider.recipients) == sorted(s.email for s in subscribers)
    assert is_whole(campaign)


@with_keys
def test_same_key_goes_with_the_same_bytes(fake_provider, start):
    """Pitfall 16: neither the clock nor the practice's new name is in the call."""
    people(2)
    fake_provider.script = ["accept, then hang up"]
    campaign = start()
    send_all()
    ClinicDetails.objects.update(name="Renamed")
    go_on(campaign)
    assert fake_provider.asked == 2
    assert states(campaign) == {"accepted": 2}


@pytest.mark.parametrize("fake_provider", ["postmark"], indirect=True)
def test_without_a_key_nobody_is_asked_about_again(fake_provider, start):
    people(2)
    fake_provider.script = ["accept, then hang up"]
    campaign = start()
    send_all()
    go_on(campaign)
    assert fake_provider.asked == 1
    assert states(campaign) == {"in_doubt": 2}
