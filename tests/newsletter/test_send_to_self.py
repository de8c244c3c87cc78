import re

import pytest

from newsletter.issue import compose
from newsletter.list import basis
from newsletter.models import ConsentEvent
from newsletter.sending import send_to_self
from newsletter.sending import worker as sending
from tests.newsletter.factories import make_issue, make_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(mail_files, start):
    """The mail of a subscriber and the test of the same issue."""
    make_reader("anna@example.org")
    issue = make_issue()
    start(issue)
    sending.send_due()
    (real,) = mail_files()
    send_to_self.send(compose.compose(issue), "writer@example.org")
    return real, next(mail for mail in mail_files() if mail["To"] != real["To"])


def parts(mail):
    """Text and HTML without what is a person's own: the link, and why they get it."""
    found = [part.get_content() for part in mail.iter_parts()]
    found = [re.sub(r"/unsubscribe/[^/]+/", "/unsubscribe/…/", text) for text in found]
    return [text.replace(basis.TEST_FOOTER, basis.CONFIRMED) for text in found]


def test_test_is_what_subscribers_get(both):
    real, test = both
    assert parts(test) == parts(real)
    own = {"To", "Date", "Message-ID", "Content-Type", "List-Unsubscribe"}
    assert test.keys() == real.keys()
    assert {k: test[k] for k in test if k not in own} == {k: real[k] for k in real if k not in own}


def test_test_says_that_it_is_one_and_that_nobody_confirmed(both):
    for part in both[1].iter_parts():
        assert basis.TEST_FOOTER in part.get_content()
        assert "confirmed" not in part.get_content()


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
