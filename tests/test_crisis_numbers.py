"""Crisis lines' numbers stand in Clinic details and nowhere else; readers see those."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

from clinic.crisis import CRISIS_LINES, REVIEWED, digits
from clinic.models import CrisisLine, OutgoingEmail
from newsletter.issue import compose
from pages.sample import content as sample_content
from tests.booking import factories
from tests.newsletter.factories import make_issue, make_subscriber

#: Where words for readers stand. What has a number of its own, the list and the first words of
#: Clinic details, is in `clinic`.
PLACES = ("templates", "static/js", "pages", "booking", "newsletter")
ENDINGS = {".html", ".txt", ".py", ".js", ".toml"}
#: By whom a file is read: digits that stand together, with spaces, hyphens or tags between.
RUN = re.compile(r"(?<![\d,.#_U])\d(?:(?:[ \-]|[ \-]?[\"']\s*[\"'])?\d)*(?![\d,]*\d)")
OF_LINES = {number for line in REVIEWED for number in line.numbers} - {"112", "106"}

ADDRESSES = ["/", *(f"/{path}/" for path in sample_content.paths())]
FORMS = [f"/appointments/{kind}/" for kind in ("new-client", "existing-client", "assessments")]


def typed_in(text):
    return sorted({run for run in RUN.findall(text) if digits(run) in OF_LINES})


def text_of(path):
    """The text of a file; a line break inside a text of a TOML file counts as a space."""
    text = path.read_text()
    return " ".join(text.split()) if path.suffix == ".toml" else text


def sources():
    files = (path for place in PLACES for path in Path(settings.BASE_DIR, place).rglob("*.*"))
    names = {path: str(path.relative_to(settings.BASE_DIR)) for path in files}
    return {n: p for p, n in names.items() if p.suffix in ENDINGS and "/migrations/" not in n}


def test_no_template_script_or_sample_holds_a_number():
    found = {name: typed_in(text_of(path)) for name, path in sources().items()}
    assert len(found) > 400
    assert {name: numbers for name, numbers in found.items() if numbers} == {}


@pytest.mark.parametrize(
    "text",
    ["Call 13 11 14.", '"tel:131114"', "<b>000</b>", '"Call 13 11 "\n    "14"', "1300 659 467"],
)
def test_typed_number_would_be_found(text):
    assert typed_in(text)


@pytest.mark.parametrize("text", ["1,000 requests", "#000", "$1,300", "2026", "a.000", "10_000"])
def test_other_numbers_are_none(text):
    assert typed_in(text) == []


@pytest.fixture
def changed(db):
    """Every line with another number, as if the services had moved."""
    cache.clear()
    for place, line in enumerate(CrisisLine.objects.all()):
        text = f"0499 99 99 {place:02}" if line.text else ""
        CrisisLine.objects.filter(pk=line.pk).update(phone=f"1399 99 {place:02}", text=text)


def old_numbers(html):
    """What a reader finds of the numbers of before; where else to go is a text of its own."""
    shown = re.sub(
        r"<(style|script)\b.*?</\1>|Medicare Mental Health on [\d ]+", "", html, flags=re.S
    )
    return [run for run in typed_in(shown) if digits(run) not in {"0499999999"}]


@pytest.mark.usefixtures("shared_sample", "changed")
@pytest.mark.parametrize("address", [*ADDRESSES, "/search/?q=suicide", "/search/?q=lifeline"])
def test_pages_show_the_numbers_of_clinic_details(client, address):
    html = client.get(address).content.decode()
    assert "tel:13999901" in html
    assert old_numbers(html) == []
    assert not re.search(r"\{[A-Z0-9][\w ]+\}", html)


@pytest.mark.usefixtures("shared_sample", "changed")
@pytest.mark.parametrize("address", FORMS)
def test_forms_show_the_numbers_of_clinic_details(client, address):
    html = client.get(address).content.decode()
    assert "tel:13999901" in html
    assert old_numbers(html) == []


@pytest.mark.usefixtures("changed")
def test_form_that_takes_no_more_requests_shows_them_too(client, monkeypatch):
    monkeypatch.setattr("clinic.throttle.allow", lambda *args, **kwargs: False)
    html = factories.send(client).content.decode()
    assert "In danger now?" in html
    assert old_numbers(html) == []


@pytest.mark.usefixtures("changed")
def test_mails_show_the_numbers_of_clinic_details(client):
    factories.send(client, plain_mails="on")
    mail = OutgoingEmail.objects.get(kind="booking/receipt")
    for part in (mail.text, mail.html):
        assert "1399 99 01" in part
        assert old_numbers(part) == []


@pytest.mark.usefixtures("changed")
def test_newsletters_show_the_numbers_of_clinic_details():
    make_subscriber()
    words = "<p>Call {Lifeline}, text {Lifeline text}, or in danger {Emergency}.</p>"
    body = [("paragraph", words), ("crisis_lines", None)]
    content = compose.compose(make_issue(subject="Call {Lifeline}", body=body))
    assert content.subject == "Call 1399 99 01"
    assert "Call 1399 99 01, text 0499 99 99 01, or in danger 1399 99 00." in content.text
    assert 'href="tel:13999901"' in content.html
    assert old_numbers(content.text) == old_numbers(content.html) == []


def test_error_pages_keep_the_list_that_needs_no_database():
    assert [line.phone for line in CRISIS_LINES][:2] == ["000", "13 11 14"]
