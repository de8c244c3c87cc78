import pytest
from django.db import IntegrityError

from booking import references
from booking.errors import RateLimitedError
from booking.intake import submission
from booking.models import AppointmentRequest, IntakeAnswers, RequestEvent
from booking.models.choices import Kind as RequestKind
from clinic.models import OutgoingEmail, RateCount
from tests.booking.factories import KINDS, make_form, make_request

pytestmark = pytest.mark.django_db
State = AppointmentRequest.State


def submit(form, network="n"):
    return submission.submit(form.columns(), answers=form.answers(), network=network)


def valid(kind=RequestKind.NEW_CLIENT, **changes):
    form = make_form(kind, **changes)
    assert form.is_valid(), form.errors
    return form


@pytest.mark.parametrize("kind", KINDS)
def test_submit_stores_everything_that_belongs_to_a_request(kind):
    """Contract, promise 2: what got its receipt is in the database."""
    stored = AppointmentRequest.objects.get(pk=make_request(kind, message="Ring twice").pk)
    assert stored.kind == kind
    assert stored.state == State.NEW
    assert stored.answers.read("message") == "Ring twice"
    assert stored.answers.read("safe_now") == "yes"
    assert stored.consent.wording.startswith("I agree that")
    assert stored.consent.wording_version
    assert [(e.kind, e.actor_kind) for e in stored.events.all()] == [("received", "client")]
    mails = OutgoingEmail.objects.filter(about=f"request:{stored.reference}")
    assert {m.kind for m in mails} == {"booking/receipt", "booking/notice"}


def test_submit_seals_what_the_person_told_us():
    stored = make_request(reason="canary-reason", message="canary-message")
    row = IntakeAnswers.objects.values(*IntakeAnswers.SEALED_COLUMNS).get(pk=stored.pk)
    assert not any(b"canary" in bytes(value) or b"yes" in bytes(value) for value in row.values())


def test_sealed_answer_does_not_open_in_another_row():
    one, other = make_request(reason="first"), make_request(reason="second")
    IntakeAnswers.objects.filter(pk=other.pk).update(reason=one.answers.reason)
    with pytest.raises(Exception, match="moved"):
        IntakeAnswers.objects.get(pk=other.pk).read("reason")


@pytest.mark.parametrize(
    "part",
    [
        "booking.models.IntakeAnswers.save",
        "booking.models.PrivacyConsent.save",
        "booking.models.RequestEvent.save",
        "booking.models.ClientLink.save",
        "clinic.mail.outbox.put",
        "clinic.throttle.allow",
    ],
)
def test_submit_stores_nothing_if_one_part_fails(monkeypatch, part):
    """Contract, promise 2: no half a request."""

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(part, fail)
    with pytest.raises(RuntimeError):
        submit(valid())
    assert not AppointmentRequest.objects.exists()
    assert not OutgoingEmail.objects.exists()
    assert not RateCount.objects.exists()


def test_submit_twice_is_one_request_with_one_pair_of_mails():
    """Contract, promise 1; pitfall 8: double click, retry, back button."""
    form = valid()
    assert submit(form) == submit(form)
    assert AppointmentRequest.objects.count() == 1
    assert OutgoingEmail.objects.count() == 2
    assert RequestEvent.objects.count() == 1


def test_submit_twice_counts_once():
    form = valid()
    submit(form, network="here")
    counts = sorted(RateCount.objects.values_list("count", flat=True))
    submit(form, network="here")
    assert sorted(RateCount.objects.values_list("count", flat=True)) == counts == [1, 1, 1, 1]


def test_family_mailbox_gives_separate_requests():
    """Pitfall 21: the same address may be another person."""
    one, other = make_request(), make_request()
    assert one != other


def test_reference_that_exists_is_drawn_again(monkeypatch):
    first = make_request()
    drawn = iter([first.reference, first.reference, "MM-3333-4444"])
    monkeypatch.setattr(references, "new", lambda: next(drawn))
    assert make_request().reference == "MM-3333-4444"


def test_reference_collisions_without_end_are_an_error(monkeypatch):
    first = make_request()
    monkeypatch.setattr(references, "new", lambda: first.reference)
    with pytest.raises(IntegrityError):
        submit(valid())


def test_submit_over_the_limit_stores_nothing(monkeypatch):
    monkeypatch.setattr(submission, "PER_NETWORK", 2)
    submit(valid(), network="a")
    submit(valid(), network="a")
    with pytest.raises(RateLimitedError):
        submit(valid(), network="a")
    submit(valid(), network="b")
    assert AppointmentRequest.objects.count() == 3


def test_fault_19_other_networks_never_close_the_way_in(monkeypatch):
    monkeypatch.setattr(submission, "TOTAL", 0)
    monkeypatch.setattr(submission, "GUARANTEED_PER_NETWORK", 2)
    for network in ("one", "another"):
        submit(valid(), network=network)
        submit(valid(), network=network)
        with pytest.raises(RateLimitedError):
            submit(valid(), network=network)


def test_limits_allow_what_the_contract_says():
    assert submission.PER_NETWORK >= 60
    assert submission.GUARANTEED_PER_NETWORK >= 60
    assert submission.TOTAL > submission.PER_NETWORK
    assert submission.PERIOD.total_seconds() == 3600


@pytest.mark.parametrize(("safe_now", "duty"), [("yes", 0), ("unsure", 1), ("no", 1)])
def test_duty_hears_at_once_of_somebody_who_may_not_be_safe(settings, safe_now, duty):
    settings.DUTY_EMAIL = "duty@example.org"
    make_request(safe_now=safe_now)
    notices = OutgoingEmail.objects.filter(kind="booking/notice")
    assert notices.filter(to=settings.RECEPTION_EMAIL).count() == 1
    found = notices.filter(to="duty@example.org")
    assert found.count() == duty
    assert all(n.subject.startswith("Please read now: ") and n.priority for n in found)
