import pytest

from clinic.models import ClinicDetails
from newsletter import preflight
from tests.newsletter.factories import make_issue
from tests.newsletter.preflight.letters import make_mail

pytestmark = pytest.mark.django_db


def test_issue_in_order_passes():
    assert preflight.findings(make_issue()) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda issue: issue.unpublish(), "Publish"),
        (lambda issue: setattr(issue, "has_unpublished_changes", True), "Publish"),
        (lambda issue: setattr(issue, "body", []), "paragraph"),
        (lambda issue: setattr(issue, "body", [("image", None)]), "no longer in the library"),
        (lambda issue: ClinicDetails.objects.update(address=" "), "postal address"),
    ],
    ids=["draft", "changed", "empty", "deleted-picture", "no-address"],
)
def test_page_that_is_not_ready_stops(change, words):
    issue = make_issue()
    change(issue)
    assert any(found.is_stop and words in found.text for found in preflight.findings(issue))


def test_stops_come_first():
    issue = make_issue(preheader="", subject="About anxiety")
    issue.unpublish()
    stops = [found.is_stop for found in preflight.findings(issue)]
    assert stops == sorted(stops, reverse=True)
    assert len(set(stops)) == 2


def test_every_check_can_be_asked_alone():
    for check in preflight.CHECKS:
        list(check(make_mail()))


def test_kilobytes_are_rounded_up():
    content = make_mail("x" * 2000).content
    assert preflight.kilobytes(content) == 3
