import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from clinic import work
from clinic.models import Mark, OutgoingEmail


@pytest.fixture
def jobs(monkeypatch):
    monkeypatch.setattr(work, "_jobs", {})
    return work._jobs


@pytest.mark.django_db
def test_claim_takes_rows_once():
    for number in range(3):
        OutgoingEmail.objects.create(kind="x/y", to=f"{number}@example.org", subject="s")
    free = OutgoingEmail.objects.filter(lease_until__isnull=True).order_by("to")
    first = work.claim(free, 2, lease=timedelta(minutes=1), state="sending")
    second = work.claim(free, 2, lease=timedelta(minutes=1), state="sending")
    assert [len(first), len(second)] == [2, 1]
    assert {r.state for r in first} == {"sending"}


def test_claim_by_many_workers_at_once_shares_nothing(at_once):
    for number in range(60):
        OutgoingEmail.objects.create(kind="x/y", to=f"{number}@example.org", subject="s")

    def take():
        due = OutgoingEmail.objects.filter(state="queued").order_by("to")
        lease = timedelta(minutes=1)
        return [r.pk for _ in range(6) for r in work.claim(due, 5, lease=lease, state="sending")]

    taken = [pk for found in at_once(*[take] * 6) for pk in found]
    assert len(taken) == len(set(taken)) == 60


@pytest.mark.django_db
def test_run_due_goes_on_after_a_job_that_fails(jobs, caplog):
    def broken():
        raise ValueError("secret@example.org")

    work.register("broken", broken)
    work.register("sound", lambda: 3)
    assert work.run_due(now=100) == 3
    assert "job broken failed" in caplog.text


def test_run_due_rests_a_periodic_job(jobs):
    calls = []
    work.register("rare", lambda: calls.append(1) or 0, every=timedelta(seconds=60))
    for now in (0, 30, 59, 60):
        work.run_due(now)
    assert len(calls) == 2


@pytest.mark.django_db
def test_run_forever_says_that_it_lives_and_stops(jobs):
    stop = threading.Event()
    work.register("last", lambda: stop.set() or 0)
    connections_closed = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work.connections, "close_all", lambda: connections_closed.append(1))
        work.run_forever(stop)
    assert Mark.objects.get(name=work.HEARTBEAT).at <= timezone.now()
    assert connections_closed


@pytest.mark.parametrize(
    ("counts", "total"),
    [([5, 5, 2, 9], 12), ([5, 5, 5, 5], 15), ([0, 5], 0)],
    ids=["until a batch is not full", "three batches at most", "nothing to do"],
)
def test_batches_run_until_one_is_not_full(counts, total):
    left = iter(counts)
    assert work.run_batches(lambda: next(left), size=5, most=3) == total
