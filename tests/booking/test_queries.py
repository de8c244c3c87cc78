"""What asking costs the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.models import AppointmentRequest
from clinic import edition
from tests.booking.factories import KINDS, address, filled

AT_MOST = 12
NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("safe", ["yes", "no"])
def test_submit_costs_few_queries(client, kind, safe, real_commits):
    edition.renew()
    client.get(address(kind))  # what every process knows after its first page
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.post(address(kind), filled(kind, safe_now=safe)).status_code == 302
    queries = [q["sql"] for q in asked if not q["sql"].startswith(NOT_COUNTED)]
    assert len(queries) <= AT_MOST, "\n".join(q[:80] for q in queries)
    assert AppointmentRequest.objects.count() == 1
