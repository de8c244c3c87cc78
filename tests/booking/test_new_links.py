"""New links for who has lost theirs."""

import uuid

import pytest
from django.utils import timezone

from booking import actions, replies
from booking.client_page import actions as client_actions
from booking.client_page import new_links
from booking.mails import compose as compose
from booking.models import Appointment, AppointmentRequest, LinkWanted
from booking.transitions import Details
from clinic.models import OutgoingEmail
from tests.booking.factories import make_request, make_staff
from tests.booking.test_client_actions import link_to

pytestmark = pytest.mark.django_db


def test_new_link_names_each_open_request_of_a_family_mailbox(outbox_sent):
    """Pitfalls 12 and 21."""
    requests = [make_request(), make_request(email="Client@example.org")]
    withdrawn = make_request()
    client_actions.withdraw(link_to(withdrawn), and_erase=False)
    outbox_sent().clear()
    new_links.request_link("client@example.org", network="n")
    assert new_links.send_links() == 1
    mail = outbox_sent()[-1]
    assert all(r.reference in mail.body for r in requests)
    assert withdrawn.reference not in mail.body
    assert all(r.links.count() == 2 for r in requests)  # earlier links still work
    assert not LinkWanted.objects.exists()


@pytest.mark.parametrize(
    "lookalike", ["client@example.orK".replace("K", "\u212a"), "ſam@example.org"]
)
def test_lookalike_gets_no_links_of_another(lookalike):
    """PostgreSQL folds ſ to S; rows from before we refused such addresses may exist."""
    plain = lookalike.replace("\u212a", "k").replace("ſ", "s")
    AppointmentRequest.objects.filter(pk=make_request().pk).update(email=plain)
    AppointmentRequest.objects.filter(pk=make_request().pk).update(email=lookalike)
    OutgoingEmail.objects.all().delete()
    for address in (lookalike, plain):
        LinkWanted.objects.create(email=address)
    new_links.send_links()
    mail = OutgoingEmail.objects.get()
    assert (mail.to, mail.text.count("/appointments/r/")) == (plain, 1)


def test_unknown_address_gets_no_mail_and_costs_the_same(django_assert_num_queries):
    """Pitfall 15."""
    make_request()
    for address in ("client@example.org", "nobody@example.org"):
        with django_assert_num_queries(4):  # two rows and the transaction round them
            new_links.request_link(address, network="n")
    OutgoingEmail.objects.all().delete()
    new_links.send_links()
    assert list(OutgoingEmail.objects.values_list("to", flat=True)) == ["client@example.org"]


def test_address_that_asks_often_gets_three_mails(monkeypatch):
    make_request()
    OutgoingEmail.objects.all().delete()
    for _ in range(5):
        new_links.request_link("client@example.org", network="n")
    new_links.send_links()
    assert OutgoingEmail.objects.count() == new_links.LINKS_PER_HOUR


def test_wish_of_a_killed_worker_is_answered_by_the_next():
    make_request()
    OutgoingEmail.objects.all().delete()
    new_links.request_link("client@example.org", network="n")
    wish = LinkWanted.objects.get()
    LinkWanted.objects.update(lease_until="2020-01-01T00:00Z")
    new_links._send_link(wish)  # its lease has passed to another
    assert not OutgoingEmail.objects.exists()
    assert new_links.send_links() == 1
    assert OutgoingEmail.objects.count() == 1


@pytest.mark.parametrize(("plain", "words"), [(None, False), ("on", True)])
def test_mails_give_nothing_away_unless_allowed(plain, words, outbox_sent, settings):
    """Pitfall 17."""
    settings.DEFAULT_FROM_EMAIL = "Mind Matters Psychology <hello@example.org>"
    make_request(plain_mails=plain)
    new_links.request_link("client@example.org", network="n")
    new_links.send_links()
    for mail in [m for m in outbox_sent() if m.to == ["client@example.org"]]:
        seen = f"{mail.from_email} {mail.subject} {mail.body} {mail.alternatives[0].content}"
        assert ("Psychology" in seen) == words
        assert words or "appointment" not in seen.replace("/appointments/", "")
        assert mail.extra_headers["Auto-Submitted"] == "auto-generated"


def test_names_of_mails_to_the_client_are_the_ones_there_are():
    """Each kind of mail to the client is listed, otherwise its bounces would not be shown."""
    by = make_staff("Reception")
    time = Appointment(starts_at=timezone.now(), format="video")
    for event in ("waitlist", "decline", "book"):
        appointment_request = actions.move(make_request(), "take", by=by, seen_version=1)
        details = Details(text="Elsewhere", appointment=time)
        actions.move(appointment_request, event, by=by, seen_version=2, details=details)
    replies.send(make_request(), "Hello", by=by, seen_version=1, key=uuid.uuid4())
    new_links.request_link("client@example.org", network="192.0.2.1")
    new_links.send_links()
    sent = OutgoingEmail.objects.filter(to="client@example.org").values_list("kind", flat=True)
    assert set(sent) == set(compose.CLIENT_KINDS)
