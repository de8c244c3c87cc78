"""An editor changes words at /cms/ and the next reader sees them."""

import json

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.pages import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, django_user_model):
    call_command("roles", verbosity=0)
    user = django_user_model.objects.create_user("editor", password="tests only, tests only")
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    return client


def words(**changes):
    text = rich_text("<p>We open at nine.</p>", features=["bold", "italic", "link"])
    return nested_form_data(
        {
            "title": "Fees",
            "slug": "fees",
            "lead": "What a session costs.",
            "body": streamfield([("heading", "Rebates"), ("paragraph", text)]),
            "reviewed_on": "2025-11-23",
            "action-publish": "1",
        }
        | changes
    )


def test_editor_makes_and_publishes_a_page(editor):
    parent = factories.home()
    answer = editor.post(f"/cms/pages/add/pages/standardpage/{parent.pk}/", words())
    assert answer.status_code == 302
    page = editor.get("/fees/").content.decode()
    for shown in ("What a session costs.", "Rebates", "We open at nine.", "23 November 2025"):
        assert shown in page


def test_editor_changes_words_and_readers_see_them_only_once_published(editor):
    page = factories.standard("Fees", slug="fees", lead="Old words.")
    draft = words(lead="New words.")
    draft.pop("action-publish")
    editor.post(f"/cms/pages/{page.pk}/edit/", draft)
    assert "Old words." in editor.get("/fees/").content.decode()
    editor.post(f"/cms/pages/{page.pk}/edit/", words(lead="New words."))
    assert "New words." in editor.get("/fees/").content.decode()


def test_editor_cannot_publish_a_lead_that_is_too_long(editor):
    page = factories.standard("Fees", slug="fees", lead="Old words.")
    answer = editor.post(f"/cms/pages/{page.pk}/edit/", words(lead="x" * 601))
    assert answer.status_code == 200
    assert "Old words." in editor.get("/fees/").content.decode()


def test_editor_changes_the_words_of_the_doors(editor):
    page = factories.appointments()
    fields = ["button", "doors_heading", "new_client_title", "new_client_line"]
    fields += ["existing_client_title", "existing_client_line", "assessments_title"]
    data = {name: getattr(page, name) for name in [*fields, "assessments_line"]}
    data |= {"title": page.title, "slug": page.slug, "button": "Ask for a time"}
    data |= words(**data)
    assert editor.post(f"/cms/pages/{page.pk}/edit/", data).status_code == 302
    assert "Ask for a time" in editor.get("/").content.decode()


def test_link_that_would_run_code_is_dropped(editor):
    page = factories.standard("Fees", slug="fees")
    # As a browser would send it; the form helper would have dropped the link itself.
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}
    text = {"key": "a", "text": "there", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    text["entityRanges"] = [{"offset": 0, "length": 5, "key": 0}]
    bad = json.dumps({"entityMap": {"0": link}, "blocks": [text]})
    editor.post(f"/cms/pages/{page.pk}/edit/", words(body=streamfield([("paragraph", bad)])))
    html = editor.get("/fees/").content.decode()
    assert "there" in html
    assert "javascript:" not in html
