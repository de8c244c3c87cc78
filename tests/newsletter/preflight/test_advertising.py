"""An issue is read by the same rules as a page, in every part that people see."""

import pytest

from newsletter import preflight
from newsletter.preflight import advertising
from tests.advertising import ALL, FINE
from tests.newsletter.factories import make_issue

pytestmark = pytest.mark.django_db


def found(**words):
    return list(advertising.check_words(make_issue(**words)))


@pytest.mark.parametrize(("text", "words"), ALL)
def test_listed_words_of_every_kind_are_named(text, words):
    texts = [finding.text for finding in found(body=[("paragraph", f"<p>{text}</p>")])]
    assert any(f"“{words}”" in text for text in texts)


@pytest.mark.parametrize("text", FINE)
def test_words_that_look_alike_are_let_through(text):
    assert found(body=[("paragraph", f"<p>{text}</p>")]) == []


@pytest.mark.parametrize(
    "words",
    [
        {"title": "First session free"},
        {"subject": "First session free"},
        {"preheader": "First session free"},
        {"lead": "First session free"},
        {"body": [("heading", "First session free")]},
        {"body": [("quote", {"text": "First session free", "who": ""})]},
        {"body": [("callout", {"title": "", "text": "<p>First session free</p>"})]},
        {"body": [("button", {"label": "First session free", "address": "/fees/"})]},
    ],
)
def test_every_part_of_an_issue_is_read(words):
    (finding,) = found(**words)
    assert finding.must_be_read
    assert not finding.is_stop


def test_what_can_hardly_be_meant_otherwise_stops_the_issue():
    issue = make_issue(lead="We guarantee it. Call 13 11 41 for Lifeline.")
    stops = [finding.text for finding in preflight.findings(issue) if finding.is_stop]
    assert any("“guarantee”" in text for text in stops)
    assert any("Clinic details give 13 11 14 for Lifeline." in text for text in stops)
