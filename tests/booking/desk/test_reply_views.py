"""Answering at the desk: write, see what they get, send, take back."""

import re
import uuid

import pytest

from booking.models import AppointmentRequest, Reply, ReplyTemplate
from clinic.models import AccessLog, OutgoingEmail
from tests.booking.desk.screens import at, take, text_of
from tests.booking.factories import make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(client, reception):
    appointment_request = make_request(plain_mails="on")
    take(client, appointment_request)
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def post(client, appointment_request, step, name="reply", **data):
    data = {"key": str(uuid.uuid4()), "version": appointment_request.version, "step": step} | data
    return client.post(at(appointment_request, name), data)


def told(text):
    """As the other half of the same form sends it."""
    return {"told-text": text, "told-key": str(uuid.uuid4())}


def test_template_is_put_below_what_is_written(client, taken):
    template = ReplyTemplate.objects.create(title="Times", text="Dear {name}")
    page = text_of(post(client, taken, "words", template=template.pk, text="Mine"))
    assert "Mine\n\nDear Sample Person</textarea>" in page
    assert text_of(client.get(at(taken, "reply"))).count("Times</option>") == 1


def test_preview_is_what_the_client_gets_and_stores_nothing(client, taken):
    mails = OutgoingEmail.objects.count()
    page = text_of(post(client, taken, "preview", text="Dear {name}, <b>we</b> can help."))
    assert "Our answer to your request" in page
    assert page.count("Dear Sample Person, ") >= 3  # mail, page, and the form
    assert "<b>we</b>" not in post(client, taken, "preview", text="<b>we</b>").content.decode()
    assert not Reply.objects.exists()
    assert OutgoingEmail.objects.count() == mails


def test_preview_has_no_id_twice(client, taken):
    page = post(client, taken, "preview", text="“Yes”", **told("x")).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert page.count('name="text" value="“Yes”"') == 2
    assert 'name="told-text" value="x"' in page


def test_preview_in_neutral_words_gives_nothing_away(client, reception):
    appointment_request = make_request()
    page = text_of(post(client, appointment_request, "preview", text="canary"))
    letter = page[page.index('class="letter"') : page.index("t-page")]
    assert "News about your message" in page
    assert "canary" not in letter


@pytest.mark.parametrize(
    ("text", "words"), [("", "Write your answer first."), ("{x}", "Nothing can be put in for {x}")]
)
@pytest.mark.parametrize("name", ["reply", "send"])
def test_answer_that_cannot_go_is_shown_again(client, taken, text, words, name):
    response = post(client, taken, "preview", name, text=text)
    assert response.status_code == 422
    assert words in text_of(response)
    assert not Reply.objects.exists()


def test_send_and_take_back(client, taken):
    response = post(client, taken, "", "send", text="We can help.", ask_back="on")
    assert response.url == at(taken)
    page = text_of(client.get(at(taken)))
    assert "leaves in three minutes" in page
    assert "Take it back</button>" in page
    reply = Reply.objects.get()
    undone = client.post(at(taken, "undo", reply.pk))
    assert "We can help.</textarea>" in text_of(undone)
    taken.refresh_from_db()
    assert taken.state == "in_review"
    assert "Take it back</button>" not in text_of(client.get(at(taken)))


def test_too_late_is_said(client, taken):
    post(client, taken, "", "send", text="We can help.")
    OutgoingEmail.objects.filter(kind="booking/reply").update(state="sending")
    response = client.post(at(taken, "undo", Reply.objects.get().pk), follow=True)
    assert "Too late: the mail has left." in text_of(response)


def test_change_it_leads_back_with_the_words(client, taken):
    page = text_of(post(client, taken, "write", text="We can"))
    assert "We can</textarea>" in page


def test_stale_answer_is_kept_beside_what_changed(client, taken):
    response = post(client, taken, "", "send", text="We can help.", version=1)
    page = text_of(response)
    assert response.status_code == 409
    assert "We can help." in page
    assert f'action="{at(taken, "send")}"' in page
    assert not Reply.objects.exists()


def test_told_by_phone_is_an_answer(client, reception):
    appointment_request = make_request(phone="02 5550 0199", contact_preference="phone")
    page = text_of(client.get(at(appointment_request, "reply")))
    assert "They did not allow us to write an email." in page
    assert "See what they get" not in page
    assert post(client, appointment_request, "", "told", **told("")).status_code == 422
    post(client, appointment_request, "", "told", **told("Rang at noon"))
    appointment_request.refresh_from_db()
    assert appointment_request.answered_at
    assert "Rang at noon" in text_of(client.get(at(appointment_request)))


@pytest.mark.parametrize(("step", "name"), [("", "told"), ("preview", "reply"), ("words", "reply")])
def test_wrong_button_costs_no_words(client, taken, step, name):
    """An answer and what was said stand side by side: each button keeps the other's words."""
    typed = {"text": "{unknown} letter", "told-key": str(uuid.uuid4()), "told-text": "Said so"}
    if name == "told":
        typed["told-text"] = " "
    page = text_of(post(client, taken, step, name, **typed))
    assert "{unknown} letter</textarea>" in page
    assert name == "told" or "Said so</textarea>" in page


def test_answering_is_a_look_that_is_logged(client, taken):
    before = AccessLog.objects.filter(act="saw").count()
    client.get(at(taken, "reply"))
    assert AccessLog.objects.filter(act="saw").count() == before + 1


def test_addresses_that_act_take_no_get(client, taken):
    for address in (at(taken, "send"), at(taken, "told"), at(taken, "undo", uuid.uuid4())):
        assert client.get(address).status_code == 405
    assert client.post(at(taken, "undo", uuid.uuid4())).status_code == 404
