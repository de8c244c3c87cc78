"""`{Lifeline}` becomes the number that Clinic details give, and nothing else does."""

import pytest
from django.http import HttpResponse

from clinic.crisis.placeholders import fill, fill_page, fill_response
from clinic.models import ClinicDetails, CrisisLine

pytestmark = pytest.mark.django_db

LINK = '<a href="tel:131114">13 11 14</a>'


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Call {Lifeline}.", "Call 13 11 14."),
        ("Call { lifeline }.", "Call 13 11 14."),
        ("Text {Lifeline text}.", "Text 0477 13 11 14."),
        ("Call {Suicide\nCall Back Service}.", "Call 1300 659 467."),
        ("Call {Beyond Blue}.", "Call 1300 22 4636."),
        ("Call {Night line}.", "Call one of our crisis lines."),
        ("{} { } {a:b}", "{} { } {a:b}"),
    ],
)
def test_text_is_filled(text, filled):
    assert fill(text) == filled


@pytest.mark.parametrize(
    ("html", "filled"),
    [
        ("<p>Call {Lifeline}.</p>", f"<p>Call {LINK}.</p>"),
        ("<p>{Lifeline text}</p>", '<p><a href="sms:0477131114">0477 13 11 14</a></p>'),
        ('<a href="/x/">{Lifeline}</a>', '<a href="/x/">13 11 14</a>'),
        ("<title>{Lifeline}</title>", "<title>13 11 14</title>"),
        ('<meta content="{Lifeline}">', '<meta content="13 11 14">'),
        ("<script>f({Lifeline})</script>", "<script>f({Lifeline})</script>"),
        ("<style>a{color:red}</style><p>{Lifeline}", f"<style>a{{color:red}}</style><p>{LINK}"),
        ('<i data-x="{not ours}">{Lifeline}</i>', f'<i data-x="{{not ours}}">{LINK}</i>'),
        ("<p>{Night line}</p>", "<p>one of our crisis lines</p>"),
    ],
)
def test_page_is_filled_with_links_where_links_can_be(html, filled):
    assert fill_page(html) == filled


def test_clinic_details_come_first():
    CrisisLine.objects.filter(name="Lifeline").update(phone="13 99 99")
    assert fill("{Lifeline}") == "13 99 99"


def test_line_of_our_own_can_be_named_without_standing_on_every_page():
    clinic = ClinicDetails.load()
    own = {"name": "A & B", "phone": "1800 000 111", "on_every_page": False}
    CrisisLine.objects.create(clinic=clinic, **own)
    assert fill_page("<p>{A &amp; B}</p>") == '<p><a href="tel:1800000111">1800 000 111</a></p>'
    assert "A & B" not in [line.name for line in ClinicDetails.current().lines]


def test_only_pages_are_filled():
    picture = HttpResponse(b"{Lifeline}", content_type="image/png")
    fill_response(picture)
    assert picture.content == b"{Lifeline}"
