"""The outcome of a call: what it says of each person, and of the calls after it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from anymail.message import AnymailRecipientStatus

from newsletter.models import Delivery
from newsletter.sending.provider_errors import outcome_of_error, outcome_of_statuses

PEOPLE = [Delivery(pk=n, email=f"{n}@example.org") for n in (1, 2, 3, 4)]


def api_error(status, **headers):
    error = AnymailAPIError()
    error.status_code, error.response = status, SimpleNamespace(headers=headers)
    return error


def test_each_status_names_the_end_of_one_person():
    given = {
        "1@example.org": AnymailRecipientStatus("id-1", "queued"),
        "2@example.org": AnymailRecipientStatus(None, "rejected"),
        "3@example.org": AnymailRecipientStatus(None, "failed"),
    }
    outcome = outcome_of_statuses(PEOPLE, given)
    assert outcome.accepted == {1: "id-1"}
    assert outcome.refused == {2: "provider says: rejected"}
    assert outcome.failed == {3: "provider says: failed"}
    assert outcome.doubtful == {4: "provider says: unknown"}
    assert not outcome.interrupts


@pytest.mark.parametrize(
    ("error", "named", "stop", "retry_after"),
    [
        (AnymailRecipientsRefused(), "refused", False, None),
        (api_error(401), "unsent", True, None),
        (api_error(429, **{"Retry-After": "90"}), "unsent", False, timedelta(seconds=90)),
        (api_error(502), "doubtful", False, timedelta(0)),
    ],
)
def test_error_names_all_people_once(error, named, stop, retry_after):
    outcome = outcome_of_error(PEOPLE, error)
    for name in ("accepted", "refused", "failed", "doubtful", "unsent"):
        assert list(getattr(outcome, name)) == ([1, 2, 3, 4] if name == named else [])
    assert (outcome.stop, outcome.retry_after) == (stop, retry_after)
    assert outcome.interrupts is (stop or retry_after is not None)
