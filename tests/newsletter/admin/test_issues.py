import pytest

from clinic.cms.editing.forms import HAVE_READ
from newsletter.models import Campaign, IssuePage
from tests.newsletter.factories import make_issue, make_subscriber

pytestmark = pytest.mark.django_db


def step(issue, name=""):
    return f"/admin/newsletter/campaign/send/{issue.pk}/{name}"


def test_prepare_frames_the_preview_and_nothing_else(sender):
    response = sender.get(step(make_issue()))
    policy = response["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "unsafe" not in policy
    assert response.text.count("<iframe") == 2
    assert response.text.count(" sandbox ") == 2


@pytest.mark.parametrize("mode", ["mail", "mail-dark", "mail-no-images"])
def test_prepare_shows_the_mail_as_asked(sender, mode):
    issue = make_issue()
    text = sender.get(f"{step(issue)}?as={mode}").text
    assert text.count(f"{step(issue, 'preview/')}?as={mode}") == 2
    assert f'href="?as={mode}" aria-current="true"' in text


def test_prepare_refuses_a_look_that_is_none(sender):
    assert sender.get(f"{step(make_issue())}?as=../x").status_code == 404


def test_preview_is_a_document_that_can_do_nothing(sender):
    response = sender.get(step(make_issue(), "preview/"))
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "img-src http://testserver data:" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_stop_keeps_the_button_away_and_says_what_to_do(sender):
    make_subscriber()
    issue = make_issue()
    assert "Prepare for 1 person" in sender.get(step(issue)).text
    issue.unpublish()
    page = sender.get(step(issue)).text
    assert "Publish the issue first" in page
    assert "Prepare for 1 person" not in page
    sender.post(step(issue, "freeze/"))
    assert not Campaign.objects.exists()


def test_draft_is_looked_at_as_it_was_last_written(sender):
    issue = make_issue()
    issue.preheader = ""
    issue.save_revision()
    page = sender.get(step(issue)).text
    assert "Write a preview line" in page
    assert "Publish the issue first" in page


def test_advice_leaves_the_button(sender):
    make_subscriber()
    page = sender.get(step(make_issue(preheader=""))).text
    assert "Write a preview line" in page
    assert "Prepare for 1 person" in page


def test_issue_in_order_says_so(sender):
    assert "No listed words found. You still decide." in sender.get(step(make_issue())).text


def tick(page):
    """The box that says “I have read the listed words”, as the page shows it."""
    return {HAVE_READ: page.split(f'name="{HAVE_READ}" value="')[1].split('"')[0]}


def test_listed_words_are_said_to_be_read_before_an_issue_is_prepared(sender):
    make_subscriber()
    issue = make_issue(lead="First session free.")
    page = sender.get(step(issue)).text
    assert "Listed words, for you to decide" in page
    assert "No listed words" not in page
    assert "Not yet" in sender.post(step(issue, "freeze/"), follow=True).text
    assert not Campaign.objects.exists()
    sender.post(step(issue, "freeze/"), tick(page))
    campaign = Campaign.objects.get()
    history = sender.get(f"/admin/newsletter/campaign/{campaign.pk}/history/").text
    assert "Prepared, with listed words read." in history


def test_words_that_changed_after_reading_are_read_again(sender):
    make_subscriber()
    issue = make_issue(lead="First session free.")
    read = tick(sender.get(step(issue)).text)
    issue.lead = "First session free. Book now."
    issue.save_revision().publish()
    sender.post(step(issue, "freeze/"), read)
    assert not Campaign.objects.exists()


def test_test_send_goes_to_oneself_only(sender, mail_files):
    make_subscriber()
    sender.post(step(make_issue(), "test/"))
    (mail,) = mail_files()
    assert mail["To"] == "sender@example.org"
    assert not Campaign.objects.exists()


def test_test_that_did_not_leave_says_so(sender, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = sender.post(step(make_issue(), "test/"), follow=True).text
    assert "The test did not leave: ConnectionRefusedError" in page


def test_log_in_without_an_address_gets_no_test(sender, mail_files, django_user_model):
    django_user_model.objects.update(email="")
    page = sender.post(step(make_issue(), "test/"), follow=True).text
    assert "Your log-in has no email address" in page
    assert mail_files() == []


def test_sent_issue_is_not_prepared_again(sender, start):
    issue = start().issue
    for name in ("", "preview/"):
        assert sender.get(step(issue, name)).status_code == 404
    assert sender.post(step(issue, "test/")).status_code == 404


@pytest.mark.parametrize("name", ["", "preview/", "test/"])
def test_reception_prepares_nothing(receptionist, name):
    issue = make_issue()
    ask = receptionist.post if name == "test/" else receptionist.get
    assert ask(step(issue, name)).status_code == 403
    assert IssuePage.objects.unsent().count() == 1
