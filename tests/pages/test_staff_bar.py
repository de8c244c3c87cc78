import pytest
from django.core.management import call_command

from tests.pages import factories, staff

pytestmark = pytest.mark.django_db


def test_readers_get_no_bar_and_are_not_asked_who_they_are(client):
    factories.standard("Fees", slug="fees")
    answer = client.get("/fees/")
    assert "wagtail-userbar" not in answer.content.decode()
    assert "Cookie" not in answer.get("Vary", "")


def test_editors_get_the_checker_on_the_page_and_in_the_preview():
    call_command("roles", verbosity=0)
    editor = staff.logged_in("Editor")
    page = factories.standard("Fees", slug="fees")
    preview = f"/cms/pages/{page.pk}/edit/preview/"
    editor.post(preview, staff.form())
    for address in ("/fees/", f"{preview}?in_preview_panel=true&mode="):
        assert "axe-configuration" in editor.get(address).content.decode()


def test_client_with_a_session_of_another_kind_gets_no_bar(client):
    factories.standard("Fees", slug="fees")
    client.cookies["session"] = "x" * 32
    assert "wagtail-userbar" not in client.get("/fees/").content.decode()
