"""Queries for few of very many deliveries use an index."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from newsletter.admin import progress
from newsletter.models import Delivery
from newsletter.sending import circuit_breaker, delivery_reports
from tests.newsletter.factories import make_subscriber, start_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    make_subscriber()
    return start_campaign()


def plan(deliveries):
    """How the database would look, if there were more rows than fit on a page."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            # Nothing is cheaper than these few rows; the larger indexes must not win by chance.
            cursor.execute("DROP INDEX delivery_by_state")
    return deliveries.order_by().explain()


@pytest.mark.parametrize("limit", circuit_breaker.LIMITS[:2], ids=["complaints", "bounces"])
def test_breaker_counts_reports_from_their_index(campaign, limit):
    assert "delivery_by_fate" in plan(campaign.deliveries.filter(limit.condition))


def test_names_behind_a_report_come_from_its_index(campaign):
    Delivery.objects.update(state="accepted", settled_at="2026-11-23T00:00Z", fate="bounced")
    (number,) = progress.context(campaign)["reported"]
    asked = QueryDict(number.address.partition("?")[2])
    assert "delivery_by_fate" in plan(Delivery.objects.filter(**asked.dict()))


def test_report_asks_for_the_providers_id_as_its_index_says(campaign):
    event = SimpleNamespace(metadata={}, message_id="fake-1", recipient="reader@example.org")
    with CaptureQueriesContext(connection) as asked:
        delivery_reports._find_delivery(event)
    assert """"provider_id" > ''""" in asked[0]["sql"]
    same = Delivery.objects.filter(provider_id="fake-1", provider_id__gt="")
    assert "delivery_by_provider_id" in plan(same)
