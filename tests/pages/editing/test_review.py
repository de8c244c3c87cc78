import io

import pytest
from django.core.management import call_command
from django.utils import timezone
from openpyxl import load_workbook

from clinic.models import ClinicDetails
from pages.editing.review import pages_to_review
from pages.models import HomePage
from tests.pages import factories, staff

pytestmark = pytest.mark.django_db

REPORT = "/cms/reports/review/"


def day(number):
    return timezone.localdate() + timezone.timedelta(days=number)


@pytest.fixture
def editor():
    call_command("roles", verbosity=0)
    HomePage.objects.update(reviewed_on=day(-1))
    return staff.logged_in("Editor")


@pytest.fixture
def pages():
    factories.standard("Nobody looked")
    factories.standard("Fine", reviewed_on=day(-10), review_by=day(31))
    factories.standard("Soon", reviewed_on=day(-300), review_by=day(30))
    factories.standard("Late", review_by=day(-1))
    factories.standard("Draft", live=False, review_by=day(-1))
    parent = factories.therapies()
    type(parent).objects.update(reviewed_on=day(-1))
    factories.therapy("Very late", review_by=day(-90))


def test_most_pressing_first_and_nothing_that_is_fine(pages, admin_user):
    HomePage.objects.update(reviewed_on=day(-1))
    states = list(pages_to_review(admin_user).values_list("title", "review_state"))
    assert states == [
        ("Very late", "Overdue"),
        ("Late", "Overdue"),
        ("Soon", "Due soon"),
        ("Nobody looked", "Never reviewed"),
    ]


def test_pages_of_all_types_cost_one_question(pages, admin_user, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(pages_to_review(admin_user))


def test_report_shows_pages_and_crisis_lines(editor, pages):
    page = editor.get(REPORT).content.decode()
    assert page.index("Very late") < page.index("Soon") < page.index("Nobody looked")
    assert "Draft" not in page
    assert f"{ClinicDetails.current().crisis_review_by:%B %Y}" in page


def test_report_can_be_taken_away(editor, pages):
    lines = b"".join(editor.get(REPORT, {"export": "csv"}).streaming_content).decode().splitlines()
    assert lines[0] == "Title,State,Check again by,Last reviewed,Address"
    assert lines[1].startswith(f"Very late,Overdue,{day(-90)},,http")
    answer = editor.get(REPORT, {"export": "xlsx"})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert load_workbook(io.BytesIO(body)).active["A2"].value == "Very late"


def test_first_screen_says_what_waits(editor, pages):
    page = editor.get("/cms/").content.decode()
    assert "2 pages are overdue for review" in page
    assert "1 page is due within 30 days" in page
    assert "1 page has no review date" in page
    assert "Crisis lines: compare them with their own websites by" in page
    ClinicDetails.objects.update_or_create(defaults={"crisis_review_by": day(-1)})
    assert "websites now; they were due on" in editor.get("/cms/").content.decode()


def test_first_screen_of_a_sender_has_no_reviews(pages):
    call_command("roles", verbosity=0)
    assert "overdue" not in staff.logged_in("Sender").get("/cms/").content.decode()
    assert staff.logged_in("Reception").get(REPORT).status_code == 302
