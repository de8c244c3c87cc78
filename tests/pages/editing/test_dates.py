"""What an editor types for a day stays that day, and a moment that has passed is asked about."""

import datetime

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.utils import timezone
from wagtail.admin.forms.models import formfield_for_dbfield

from clinic.cms.editing.forms import PUBLISH_NOW
from clinic.form_fields.dates import TypedDateField, TypedDateTimeField, TypedTimeField
from clinic.models import ClinicDetails
from tests.pages import factories, staff

pytestmark = pytest.mark.django_db

PUBLISH = {"action-publish": "1"}
PASSED = "has passed"


@pytest.fixture
def editor():
    call_command("roles", verbosity=0)
    return staff.logged_in("Editor")


@pytest.fixture
def page():
    return factories.standard("Fees", slug="fees", lead="Old words.")


def send(client, page, **more):
    return client.post(f"/cms/pages/{page.pk}/edit/", staff.form("New words.") | more)


def shown(client):
    return client.get("/fees/").content.decode()


@pytest.mark.parametrize(
    "typed", ["5/12/2025", "5.12.2025", "5 December 2025", "5 Dec 2025", "2025-12-05"]
)
def test_last_reviewed_is_the_day_that_was_typed(editor, page, typed):
    assert send(editor, page, reviewed_on=typed, **PUBLISH).status_code == 302
    page.refresh_from_db()
    assert page.reviewed_on == datetime.date(2025, 12, 5)


@pytest.mark.parametrize("buttons", [PUBLISH, {}, {"action-submit": "1"}])
@pytest.mark.parametrize("days", [1, 64, 365])
def test_day_to_come_is_refused_in_words(editor, page, buttons, days):
    typed = f"{moment(days=days):%d/%m/%Y}"
    answer = send(editor, page, reviewed_on=typed, **buttons).content.decode()
    assert "This day has not come yet." in answer
    assert f'value="{typed}"' in answer
    page.refresh_from_db()
    assert page.latest_revision is None
    assert "Old words." in shown(editor)


def test_today_is_a_day_on_which_somebody_read_it(editor, page):
    today = f"{moment(days=0):%d/%m/%Y}"
    assert send(editor, page, reviewed_on=today, **PUBLISH).status_code == 302


def test_check_again_is_a_day_to_come(editor, page):
    due = f"{moment(days=365):%d/%m/%Y}"
    assert send(editor, page, review_by=due, **PUBLISH).status_code == 302


@pytest.mark.parametrize("typed", ["5/12/26", "12/31/2026", "soon", "31/11/2026"])
def test_day_that_is_none_is_refused_and_stays_in_the_field(editor, page, typed):
    answer = send(editor, page, reviewed_on=typed, **PUBLISH).content.decode()
    assert f'value="{typed}"' in answer
    page.refresh_from_db()
    assert page.reviewed_on is None
    assert "Old words." in shown(editor)


def test_calendar_writes_days_as_australians_do_and_weeks_begin_on_monday(editor, page):
    page.reviewed_on = datetime.date(2026, 12, 5)
    page.save()
    form = editor.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert 'value="05/12/2026"' in form
    assert '{"dayOfWeekStart": 1, "format": "d/m/Y"}' in form
    assert "js/cms.js" in form


def moment(days):
    return timezone.localtime() + datetime.timedelta(days=days)


def test_go_live_to_come_is_kept_to_the_minute(editor, page):
    later = moment(days=3)
    answer = send(editor, page, go_live_at=f"{later:%-d/%-m/%Y %-I.%M %p}", **PUBLISH)
    assert answer.status_code == 302
    assert "New words." not in shown(editor)
    page.refresh_from_db()
    waiting = page.scheduled_revision.approved_go_live_at
    assert f"{timezone.localtime(waiting):%d/%m/%Y %H:%M}" == f"{later:%d/%m/%Y %H:%M}"


@pytest.mark.parametrize("button", ["action-publish", "action-submit"])
def test_go_live_that_has_passed_is_asked_about(editor, page, button):
    typed = f"{moment(days=-3):%d/%m/%Y %H:%M}"
    answer = send(editor, page, go_live_at=typed, **{button: "1"}).content.decode()
    assert PASSED in answer
    assert "New words." in answer
    page.refresh_from_db()
    assert page.current_workflow_state is None
    assert "Old words." in shown(editor)


def test_draft_with_a_go_live_that_has_passed_is_saved(editor, page):
    assert send(editor, page, go_live_at="5/12/2025 9:00").status_code == 302


def tick(answer):
    """The value of the box that says “now”, as the page shows it."""
    return answer.content.decode().split(f'name="{PUBLISH_NOW}" value="')[1].split('"')[0]


def test_whoever_means_now_ticks_and_is_not_asked_again(editor, page):
    past = {"go_live_at": "5/12/2025 9:00"} | PUBLISH
    yes = tick(send(editor, page, **past))
    assert send(editor, page, **past, **{PUBLISH_NOW: yes}).status_code == 302
    assert "New words." in shown(editor)
    assert send(editor, page, **past).status_code == 302


def test_yes_to_one_moment_is_no_yes_to_another(editor, page):
    yes = tick(send(editor, page, go_live_at="5/12/2025 9:00", **PUBLISH))
    other = {"go_live_at": "5/11/2025 9:00", PUBLISH_NOW: yes}
    assert PASSED in send(editor, page, **other, **PUBLISH).content.decode()
    assert "Old words." in shown(editor)


def test_publishing_from_a_list_asks_about_the_moment_too(editor, page):
    send(editor, page, go_live_at="5/12/2025 9:00")
    address = f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}&next=/cms/pages/"
    assert "one by one" in editor.post(address, follow=True).content.decode()
    assert "Old words." in shown(editor)


def test_expiry_that_has_passed_is_refused(editor, page):
    answer = send(editor, page, expire_at="5/12/2025 9:00", **PUBLISH).content.decode()
    assert "must be in the future" in answer
    page.refresh_from_db()
    assert page.live


def test_every_day_and_time_that_editors_type_is_read_alike():
    """New models of ours are read so by themselves."""
    wanted = {
        models.DateField: TypedDateField,
        models.TimeField: TypedTimeField,
        models.DateTimeField: TypedDateTimeField,
    }
    fields = {f for m in apps.get_models() for f in m._meta.fields if type(f) in wanted}
    assert ClinicDetails._meta.get_field("crisis_review_by") in fields
    for field in fields:
        if field.editable and (typed := formfield_for_dbfield(field)):
            assert type(typed) is wanted[type(field)]
