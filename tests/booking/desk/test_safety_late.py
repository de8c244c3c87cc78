"""A safety form that comes after the outcome can flag the request again, with its text."""

import re

import pytest

from booking.models import SafetyStep
from tests.booking.desk.safety import client_of, end, hand_to, not_safe, press
from tests.booking.desk.screens import at, text_of
from tests.booking.factories import make_request

pytestmark = pytest.mark.django_db
WORDS = "She told me <otherwise> & cries"


@pytest.fixture
def ended():
    """The lead has recorded an outcome."""
    lead, _ = client_of("Lead")
    appointment_request = not_safe()
    end(lead, appointment_request)
    return appointment_request


def sent_from(page, appointment_request):
    """The flag form of this page, as a browser would send it."""
    form = page.split(f'action="{at(appointment_request, "safety_flag")}"', 1)[1].split(
        "</form>", 1
    )[0]
    key = re.search(r'name="key" value="([^"]+)"', form)[1]
    text = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", form, re.S)[1]
    level = re.search(r'value="(\d)"[^>]*checked', form)[1]
    return {"key": key, "text": text, "level": level}


@pytest.mark.parametrize("role", ["Clinician", "Lead"])
@pytest.mark.parametrize("step", ["outcome", "rule", "try", "hand_over"])
def test_words_that_came_too_late_put_them_first_again(ended, role, step):
    client, user = client_of(role)
    if step == "hand_over":
        late = hand_to(client, ended, user, text=WORDS)
    else:
        form = {"outcome": {"outcome": "emergency"}, "try": {"came": "no_answer"}}.get(step, {})
        late = press(client, ended, step, text=WORDS, **form)
    assert late.status_code == 409
    form = sent_from(text_of(late), ended)
    assert (form["text"], form["level"]) == (WORDS, "2")
    flagged = client.post(at(ended, "safety_flag"), form)
    assert flagged["Location"] == at(ended)
    ended.refresh_from_db()
    assert ended.needs_safety_outcome
    assert SafetyStep.objects.get(kind="flagged").read() == WORDS
    assert WORDS in text_of(client.get(at(ended)))


def test_form_with_a_mistake_comes_back_to_who_sees_it_no_more(ended):
    client, _ = client_of("Clinician")
    late = press(client, ended, "flag", level="", text=WORDS)
    page = text_of(late)
    assert "Choose one of the two." in page
    assert WORDS in page
    assert ended.name not in page


def test_markup_in_the_words_is_text(ended):
    client, _ = client_of("Clinician")
    late = end(client, ended, text="</textarea><script>alert(1)</script>")
    assert b"<script>alert" not in late.content


def test_who_stands_first_already_is_not_offered_again():
    client, _ = client_of("Lead")
    appointment_request = make_request(safe_now="no")
    late = press(client, appointment_request, "flag", level="1", text=WORDS)
    assert late.status_code == 409
    assert at(appointment_request, "safety_flag") not in text_of(late)
