"""What asking costs the database."""

import re
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.models import AppointmentRequest
from clinic.finished_pages import changes
from tests.booking.factories import KINDS, address, filled

#: Two or three of them count what one address is sent (`booking.intake.mail_limits`), and two
#: read who is on duty while the practice is open: for duty's mail and for the receipt.
AT_MOST = 14
OPEN, CLOSED = "2026-12-01 10:00+11:00", "2026-12-06 10:00+11:00"  # a Tuesday, a Sunday
NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("safe", ["yes", "no"])
@pytest.mark.parametrize("now", [OPEN, CLOSED])
def test_submit_costs_few_queries(client, kind, safe, now, real_commits, time_machine):
    time_machine.move_to(datetime.fromisoformat(now))
    changes.renew()
    client.get(address(kind))  # what every process knows after its first page
    with CaptureQueriesContext(connection) as captured:
        assert client.post(address(kind), filled(kind, safe_now=safe)).status_code == 302
    queries = [q["sql"] for q in captured if not q["sql"].startswith(NOT_COUNTED)]
    assert len(queries) <= AT_MOST, "\n".join(q[:80] for q in queries)
    assert AppointmentRequest.objects.count() == 1


def test_what_the_forms_offer_and_promise_costs_no_query(real_commits, client):
    """Hours, availability and choices are cached for an edition."""
    changes.renew()
    for kind in KINDS:
        client.get(address(kind))
    with CaptureQueriesContext(connection) as captured:
        for kind in KINDS:
            client.get(address(kind))
            assert client.post(address(kind), filled(kind)).status_code == 302
    assert AppointmentRequest.objects.count() == len(KINDS)
    about = "clinic_(clinicd|crisis|opening|holiday|assess)|booking_clini|pages_(therapy|assess)"
    assert not [q["sql"] for q in captured if re.search(f'FROM "({about})', q["sql"])]
