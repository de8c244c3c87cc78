import pytest
from django.core.management import call_command
from django.urls import reverse

from clinic.models import OutgoingEmail
from tests.pages import factories, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    call_command("roles", verbosity=0)
    staff.somebody("Editor")
    return staff.logged_in("Writer")


@pytest.fixture
def submitted(writer, mailoutbox):
    page = factories.standard("Fees", slug="fees")
    writer.post(f"/cms/pages/{page.pk}/edit/", staff.form("Words.") | {"action-submit": "1"})
    page.refresh_from_db()
    return page


def decide(page, action, **comment):
    state = page.current_workflow_task_state
    client = staff.logged_in("Owner")
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk]), comment
    )


def test_approvers_are_told_through_the_outbox_alone(submitted, mailoutbox):
    assert [mail.to for mail in OutgoingEmail.objects.all()] == ["editor@example.org"]
    mail = OutgoingEmail.objects.get()
    assert mail.subject == "A page waits for your eyes: Fees"
    assert f"/cms/pages/{submitted.pk}/edit/" in mail.text
    assert mailoutbox == []


def test_writer_is_told_that_the_page_is_approved(submitted, client):
    decide(submitted, "approve")
    mail = OutgoingEmail.objects.get(to="writer@example.org")
    assert mail.subject == "Your page has been approved: Fees"
    assert "Words." in client.get("/fees/").content.decode()


def test_writer_is_told_what_to_change(submitted):
    decide(submitted, "reject", comment="Say what it costs.")
    mail = OutgoingEmail.objects.get(to="writer@example.org")
    assert mail.subject == "Your page needs changes: Fees"
    assert "Say what it costs." in mail.text
    assert "Say what it costs." in mail.html


def test_writer_cannot_publish(writer, client):
    page = factories.standard("Fees", slug="fees", lead="Old words.")
    writer.post(f"/cms/pages/{page.pk}/edit/", staff.form() | {"action-publish": "1"})
    assert "Old words." in client.get("/fees/").content.decode()
