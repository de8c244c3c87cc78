import re

import pytest

from newsletter import composing, sending, trial
from newsletter.models import ConsentEvent
from tests.newsletter.factories import make_issue, make_subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(mail_files, start):
    """The mail of a subscriber and the test of the same issue."""
    make_subscriber(email="anna@example.org")
    issue = make_issue()
    start(issue)
    sending.send_due()
    (real,) = mail_files()
    trial.send(composing.compose(issue), "writer@example.org")
    return real, next(mail for mail in mail_files() if mail["To"] != real["To"])


def parts(mail):
    """Text and HTML with the one personal link taken out."""
    return [
        re.sub(r"/unsubscribe/[^/]+/", "/unsubscribe/…/", part.get_content())
        for part in mail.iter_parts()
    ]


def test_test_is_what_subscribers_get(both):
    real, test = both
    assert parts(test) == parts(real)
    own = {"To", "Date", "Message-ID", "Content-Type", "List-Unsubscribe"}
    assert test.keys() == real.keys()
    assert {k: test[k] for k in test if k not in own} == {k: real[k] for k in real if k not in own}


def test_way_out_of_a_test_works_and_takes_nobody_off(both, client):
    way_out = both[1]["List-Unsubscribe"].strip().strip("<>")
    path = way_out.removeprefix("http://testserver")
    assert "Leave the list" in client.get(path).text
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not ConsentEvent.objects.filter(kind="withdrawn").exists()


def test_way_out_of_a_test_is_in_its_words_too(both):
    way_out = both[1]["List-Unsubscribe"].strip().strip("<>")
    assert all(way_out in part.get_content() for part in both[1].iter_parts())
