"""What the person does later, by their link."""

import uuid

import pytest
from django.utils import timezone

from booking import actions
from booking.client_page import actions as client_actions
from booking.errors import LinkEndedError, NotPossibleError, RateLimitedError
from booking.models import (
    AddedWord,
    AppointmentRequest,
    ClientLink,
    RequestEvent,
    State,
)
from booking.transitions import Details
from clinic.models import OutgoingEmail
from tests.booking.factories import make_request, make_staff

pytestmark = pytest.mark.django_db


def link_to(request):
    return ClientLink.objects.filter(appointment_request=request).latest("pk")


def kinds(request):
    return [event.kind for event in request.events.all()]


def test_only_a_hash_of_the_token_is_kept():
    """Pitfall 13."""
    _, token = ClientLink.make(make_request())
    assert len(token) >= 43  # 256 bits in base64
    kept = ClientLink.objects.values_list("token_hash", flat=True)
    assert token not in kept
    assert ClientLink.find(token)


def test_reference_alone_opens_nothing():
    """Pitfall 13."""
    assert ClientLink.find(make_request().reference) is None


def test_other_address_ends_what_went_to_the_wrong_one():
    request = make_request()
    wrong = link_to(request)
    OutgoingEmail.objects.filter(kind="booking/receipt").update(state="sending")
    new = client_actions.correct(wrong, {"email": "right@example.org"})
    assert list(request.links.all()) == [new]
    mails = OutgoingEmail.objects.filter(kind="booking/receipt").order_by("created_at")
    assert [(m.to, m.state, bool(m.text)) for m in mails] == [
        ("client@example.org", "cancelled", False),
        ("right@example.org", "queued", True),
    ]
    with pytest.raises(LinkEndedError):
        client_actions.correct(wrong, {"email": "abuser@example.org"})


def changed_notes():
    return list(OutgoingEmail.objects.filter(kind="booking/changed").values_list("to", flat=True))


@pytest.mark.parametrize("contact", [{"email": "thief@example.org"}, {"phone": "02 5550 0199"}])
def test_known_address_hears_of_other_details(contact, outbox_sent):
    """Somebody else with the link cannot take the request over unnoticed."""
    request = make_request()
    outbox_sent()
    client_actions.correct(link_to(request), contact)
    assert changed_notes() == ["client@example.org"]


def test_note_of_other_details_gives_nothing_away(outbox_sent):
    """Pitfall 17."""
    request = make_request()
    outbox_sent()
    client_actions.correct(link_to(request), {"email": "new@example.org", "phone": "02 5550 0199"})
    note = next(mail for mail in outbox_sent() if "contact details" in mail.subject.lower())
    seen = f"{note.from_email} {note.subject} {note.body} {note.alternatives[0].content}"
    assert request.reference in note.body
    hidden = ("new@example", "0199", "ppointment", "Psychology", "/r/", "Sample")
    assert not [word for word in hidden if word in seen]


@pytest.mark.parametrize("problem", ["bounced", "never sent"])
def test_address_no_mail_has_reached_hears_nothing(problem, outbox_sent):
    request = make_request()
    if problem == "bounced":
        outbox_sent()
        OutgoingEmail.objects.update(problem="bounced", problem_at=timezone.now())
    client_actions.correct(link_to(request), {"email": "right@example.org"})
    assert changed_notes() == []


def test_correction_says_what_was_changed_and_not_to_what():
    request = make_request()
    client_actions.correct(
        link_to(request), {"email": "right@example.org", "phone": "02 5550 0199"}
    )
    assert request.events.get(kind="corrected").note == "Email address; Phone number"


def test_other_number_keeps_the_link_and_is_told_to_reception(settings):
    request = make_request(phone="02 5550 0123")
    link = link_to(request)
    assert client_actions.correct(link, {"phone": "02 5550 0199"}) == link
    request.refresh_from_db()
    assert (request.phone, request.version) == ("02 5550 0199", 2)
    news = OutgoingEmail.objects.latest("created_at")
    assert (news.to, news.kind) == (settings.RECEPTION_EMAIL, "booking/notice")
    assert "0199" not in news.text


def test_same_details_again_are_no_event():
    request = make_request()
    client_actions.correct(link_to(request), {"email": "client@example.org"})
    assert kinds(request) == ["received"]


def test_word_is_sealed_and_pressed_twice_is_one():
    """Pitfall 8."""
    request, key = make_request(), uuid.uuid4()
    for _ in range(2):
        client_actions.add_word(link_to(request), "Canary word", key=key)
    word = AddedWord.objects.get()
    assert (word.read(), b"Canary" in bytes(word.text)) == ("Canary word", False)
    assert kinds(request) == ["received", "added"]


def test_key_of_another_request_costs_no_word():
    """Pitfall 14: nor does it show that the other request has one."""
    one, other, key = make_request(), make_request(), uuid.uuid4()
    client_actions.add_word(link_to(one), "The same words", key=key)
    client_actions.add_word(link_to(other), "The same words", key=key)
    assert [r.added_words.get().read() for r in (one, other)] == ["The same words"] * 2


def test_other_words_by_a_used_key_are_kept_once():
    """The back button, and more to say."""
    request, key = make_request(), uuid.uuid4()
    for text in ("First", "First, and I do not feel safe", "First, and I do not feel safe"):
        client_actions.add_word(link_to(request), text, key=key)
    kept = [word.read() for word in request.added_words.all()]
    assert kept == ["First", "First, and I do not feel safe"]


def test_word_pressed_twice_is_kept_though_the_request_ended_between():
    request, key = make_request(), uuid.uuid4()
    client_actions.add_word(link_to(request), "In time", key=key)
    actions.move(request, "mark_spam", by=make_staff("Reception"), seen_version=2)
    assert client_actions.add_word(link_to(request), "In time", key=key).read() == "In time"


def test_withdrawn_twice_is_one_event():
    request = make_request()
    for _ in range(2):
        client_actions.withdraw(link_to(request), and_erase=False)
    request.refresh_from_db()
    assert request.state == State.WITHDRAWN
    moved = request.events.get(kind="moved")
    assert (moved.transition, moved.actor_kind) == ("take_back", "client")


def test_withdrawn_stops_the_mail_that_waits(outbox_sent, settings):
    client_actions.withdraw(link_to(make_request()), and_erase=False)
    assert {mail.to[0] for mail in outbox_sent()} == {settings.RECEPTION_EMAIL}


def test_erased_leaves_nothing_but_a_notice_without_a_person():
    request = make_request(name="Canary Person", email="canary@example.org")
    client_actions.withdraw(link_to(request), and_erase=True)
    assert not AppointmentRequest.objects.exists()
    assert not RequestEvent.objects.exists()
    notice = OutgoingEmail.objects.get()
    assert "anary" not in f"{notice.to} {notice.subject} {notice.text} {notice.html}"


def test_withdrawn_can_still_be_erased():
    request = make_request()
    client_actions.withdraw(link_to(request), and_erase=False)
    client_actions.withdraw(link_to(request), and_erase=True)
    assert not AppointmentRequest.objects.exists()


@pytest.mark.parametrize("event", ["mark_spam", "mark_duplicate"])
def test_ended_request_takes_no_more(event):
    request, other = make_request(), Details(duplicate_of=make_request())
    actions.move(request, event, by=make_staff("Reception"), seen_version=1, details=other)
    with pytest.raises(NotPossibleError):
        client_actions.withdraw(link_to(request), and_erase=True)
    with pytest.raises(NotPossibleError):
        client_actions.add_word(link_to(request), "More", key=uuid.uuid4())


def test_staff_cannot_take_back_for_the_client():
    with pytest.raises(NotPossibleError):
        actions.move(make_request(), "take_back", by=make_staff("Lead"), seen_version=1)


def test_too_many_corrections_change_nothing(monkeypatch):
    monkeypatch.setattr(client_actions, "CORRECTIONS_PER_DAY", 1)
    request = make_request()
    link = client_actions.correct(link_to(request), {"email": "one@example.org"})
    with pytest.raises(RateLimitedError):
        client_actions.correct(link, {"email": "two@example.org"})
    request.refresh_from_db()
    assert request.email == "one@example.org"
