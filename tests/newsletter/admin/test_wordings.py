import pytest
from django.db import IntegrityError

from clinic.models import AccessLog
from newsletter.models import ConsentWording
from tests.newsletter.factories import ask, form_data, make_owner

pytestmark = pytest.mark.django_db

LIST = "/admin/newsletter/consentwording/"
NEW = "We use your address to send you our newsletter."


@pytest.fixture
def owner(client):
    client.force_login(make_owner())
    return client


def test_page_shows_the_words_so_far_and_what_stays(owner):
    text = owner.get(f"{LIST}add/").text
    assert ConsentWording.current().text in text
    assert "sends the version it showed" in text


def test_new_words_are_a_new_version_and_old_proofs_keep_theirs(owner, client):
    """Pitfall 19."""
    before = ask()
    owner.post(f"{LIST}add/", {"text": f" {NEW}\n"})
    assert (ConsentWording.current().version, ConsentWording.current().text) == (2, NEW)
    before.refresh_from_db()
    assert before.wording.version == 1
    assert NEW in client.get("/newsletter/yours/").text  # the footer's form
    assert AccessLog.objects.get().about == "wording:2"


def test_form_opened_before_records_the_words_it_showed(owner, client):
    """Pitfall 19."""
    owner.post(f"{LIST}add/", {"text": NEW})
    client.post("/newsletter/subscribe/", form_data())
    from newsletter.models import ConsentEvent

    assert ConsentEvent.objects.get().wording.version == 1


def test_second_click_adds_nothing(owner):
    for _ in range(2):
        response = owner.post(f"{LIST}add/", {"text": NEW})
    assert "These are the words that stand there now." in response.text
    assert ConsentWording.objects.count() == 2


def test_somebody_elses_words_come_first(owner, monkeypatch):
    def taken(text):
        raise IntegrityError

    monkeypatch.setattr(ConsentWording, "append", taken)
    response = owner.post(f"{LIST}add/", {"text": NEW}, follow=True)
    assert "Somebody has just changed the words." in response.text


@pytest.mark.parametrize("act", ["change", "delete"])
def test_words_are_never_changed(owner, act):
    response = owner.post(f"{LIST}{ConsentWording.current().pk}/{act}/", {"text": NEW})
    assert response.status_code == 403
