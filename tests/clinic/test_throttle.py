from datetime import timedelta

import pytest
import time_machine

from clinic import throttle
from clinic.models import RateCount

HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_allow_counts_to_the_limit_and_starts_again():
    with time_machine.travel("2026-01-01T00:00Z", tick=False):
        answers = [throttle.allow("form", "1.2.3.4", limit=2, per=HOUR) for _ in range(3)]
        assert answers == [True, True, False]
        assert throttle.allow("form", "5.6.7.8", limit=2, per=HOUR)
        assert throttle.allow("other", "1.2.3.4", limit=2, per=HOUR)
    with time_machine.travel("2026-01-01T01:00Z", tick=False):
        assert throttle.allow("form", "1.2.3.4", limit=2, per=HOUR)


@pytest.mark.django_db
def test_allow_stores_no_address():
    throttle.allow("form", "1.2.3.4", limit=2, per=HOUR)
    assert "1.2.3.4" not in str(RateCount.objects.values())


@pytest.mark.django_db
def test_forget_old_deletes_closed_windows_only():
    with time_machine.travel("2026-01-01T00:00Z"):
        throttle.allow("form", "old", limit=2, per=HOUR)
    throttle.allow("form", "new", limit=2, per=HOUR)
    assert throttle.delete_expired() == 1
    assert RateCount.objects.count() == 1


@pytest.mark.parametrize(
    ("hops", "forwarded", "expected"),
    [
        (0, "9.9.9.9", "10.0.0.1"),
        (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (2, "9.9.9.9, 10.0.0.2", "9.9.9.9"),
        (2, "9.9.9.9", "10.0.0.1"),
        (1, "nonsense", "unknown"),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
    ],
)
def test_client_address_believes_our_proxies_only(rf, settings, hops, forwarded, expected):
    settings.PROXY_HOPS = hops
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert throttle.client_address(request) == expected
