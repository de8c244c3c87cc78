"""What earlier versions made opens: links, cookies, open pages, sealed rows, waiting mail."""

import json
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.auth.models import Group, User

from booking.models import AppointmentRequest
from clinic.models import AuthenticatorApp, OutgoingEmail, RecoveryCodes
from newsletter.models import ConsentEvent, Subscriber
from tests.booking.factories import address
from tests.upgrade.keep import KEPT, SAFE, SEALED
from tests.upgrade.loading import load

pytestmark = pytest.mark.django_db
VERSIONS = sorted(KEPT.glob("*.json"))
YOURS = "/appointments/yours/"


@pytest.fixture(params=VERSIONS, ids=lambda path: path.stem)
def kept(request):
    """What one version left, a minute later."""
    left = json.loads(request.param.read_text())
    load(left["rows"])
    with time_machine.travel(datetime.fromisoformat(left["made_at"]) + timedelta(minutes=1)):
        yield SimpleNamespace(**left)


def asked_in(kept, kind="new_client"):
    return AppointmentRequest.objects.get(reference=kept.requests[kind])


def test_every_version_so_far_has_left_something():
    assert [path.stem for path in VERSIONS][:1] == ["2026-11"]


@pytest.mark.parametrize("kind", SAFE)
def test_sealed_answers_open(kept, kind):
    answers = asked_in(kept, kind).answers
    assert answers.read("safe_now") == SAFE[kind]
    assert answers.read("message") == SEALED["message"]
    assert [answers.read(name) for name in ("reason", "purpose")] == [
        SEALED["reason"] if kind == "new_client" else "",
        SEALED["purpose"] if kind == "assessment" else "",
    ]


def test_sealed_word_and_answer_open(kept):
    asked = asked_in(kept)
    assert asked.added_words.get().read() == "A word more"
    assert asked.replies.get().read() == "Our answer"


def test_link_of_a_receipt_opens_the_clients_page(client, kept):
    page = client.get(kept.client_link, follow=True)
    assert page.redirect_chain == [(YOURS, 302)]
    assert kept.requests["new_client"] in page.text


def test_cookies_show_what_was_sent_and_whose_page_it_is(client, kept):
    client.cookies.load(kept.cookies)
    assert kept.requests["assessment"] in client.get("/appointments/received/").text
    assert kept.requests["new_client"] in client.get(YOURS).text


@pytest.mark.parametrize(
    ("act", "fields", "happened"),
    [
        ("add", {"words": "One more"}, lambda asked: asked.added_words.count() == 2),
        ("correct", {"email": "new@example.org"}, lambda asked: asked.email == "new@example.org"),
        ("withdraw", {}, lambda asked: asked.state == "withdrawn"),
    ],
)
def test_open_page_of_a_client_can_still_be_sent(client, kept, act, fields, happened):
    client.cookies.load(kept.cookies)
    client.post(f"{YOURS}{act}/", {"about": kept.about} | fields)
    assert happened(asked_in(kept))


@pytest.mark.parametrize("kind", SAFE)
def test_open_request_form_can_still_be_sent(client, kept, kind):
    fields = kept.open_pages["requests"][kind]
    response = client.post(address(kind), fields)
    assert (response.status_code, response["Location"]) == (302, "/appointments/received/")
    made, becomes = AppointmentRequest.objects.latest("pk"), kept.open_pages["become"][kind]
    columns, answers = becomes["columns"], becomes["answers"]
    assert {name: str(getattr(made, name)) for name in columns} == columns
    assert {name: made.answers.read(name) for name in answers} == answers


def test_confirmation_link_puts_on_the_list(client, kept):
    client.post(kept.confirm_link)
    assert Subscriber.objects.get(email="asked@example.org").state == "confirmed"


@pytest.mark.parametrize("number", [0, 1])
def test_unsubscribe_links_of_every_age_take_off_the_list(client, kept, number):
    client.post(kept.unsubscribe_links[number], {"List-Unsubscribe": "One-Click"})
    assert Subscriber.objects.get(email="listed@example.org").state == "withdrawn"


def test_link_to_your_subscription_opens_and_acts(client, kept):
    assert "listed@example.org" in client.get(kept.yours_link).text
    client.post(kept.yours_link, {"act": "leave"})
    assert Subscriber.objects.get(email="listed@example.org").state == "withdrawn"


def test_open_sign_up_form_can_still_be_sent(client, kept):
    client.post("/newsletter/subscribe/", kept.open_pages["sign_up"])
    assert ConsentEvent.objects.filter(subscriber__email="new@example.org", kind="asked").exists()


def test_who_must_never_be_written_to_is_still_known(kept):
    again = Subscriber.objects.create(email="Never@Example.org")
    assert again.is_suppressed


@pytest.mark.parametrize("number", [0, 1])
def test_password_links_open(client, kept, number):
    page = client.get(kept.password_links[number], follow=True)
    assert 'name="new_password1"' in page.text


def test_second_steps_open(kept):
    user = User.objects.get(username=kept.staff["username"])
    app = AuthenticatorApp.objects.get(user=user)
    assert app.key == kept.staff["app_key"]
    assert app.verify_token(f"{app.totp().token():06}")
    assert RecoveryCodes.objects.get(user=user).verify_token(kept.staff["recovery_code"])


def test_who_was_logged_in_still_is(client, kept):
    user = User.objects.get(username=kept.staff["username"])
    user.groups.add(Group.objects.get(name="Lead"))
    client.cookies["session"] = kept.session
    assert client.get("/admin/").status_code == 200


def test_waiting_mail_leaves(kept, outbox_sent):
    waiting = set(OutgoingEmail.objects.filter(to="waits@example.org").values_list("pk", flat=True))
    outbox_sent()
    sent = OutgoingEmail.objects.filter(pk__in=waiting, state="sent")
    assert waiting
    assert set(sent.values_list("pk", flat=True)) == waiting
