"""What the person reads on their own page of what we wrote."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from booking import actions, replies
from booking.models import ClientLink, Reply
from tests.booking.factories import make_request, make_staff, page_of

pytestmark = pytest.mark.django_db
YOURS = "/appointments/yours/"


@pytest.fixture
def taken(client):
    """A request in review, whose client is at their page."""
    appointment_request = make_request()
    client.get(f"/appointments/r/{ClientLink.make(appointment_request)[1]}/")
    return actions.move(appointment_request, "take", by=make_staff("Reception"), seen_version=1)


def test_replies_show_once_they_cannot_be_taken_back(client, taken):
    text = "<script>alert(1)</script>\nWe have a place."
    args = {"by": taken.assigned_to, "seen_version": taken.version, "key": uuid.uuid4()}
    reply = replies.send(taken, text, **args)
    assert "What we wrote to you" not in page_of(client.get(YOURS))
    Reply.objects.filter(pk=reply.pk).update(at=timezone.now() - timedelta(minutes=4))
    page = client.get(YOURS).content.decode()
    assert "We have a place." in page
    assert "<script>alert" not in page
    Reply.objects.filter(pk=reply.pk).update(text=b"x" * 60)
    assert "We cannot show this answer" in page_of(client.get(YOURS))
