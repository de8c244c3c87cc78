"""The crash drill: a newsletter arrives once, whatever dies.

Workers, and on PostgreSQL the database, are killed with -9 at random while a campaign is
sent to a provider on this machine. Then the books of both sides are compared, person by
person. `make drill` has twenty thousand people and fifty deaths, `make test` fewer.
"""

import os
import time
from collections import Counter
from contextlib import closing
from types import SimpleNamespace

import pytest

from clinic import launch
from tests import postgres
from tests.faults.conftest import SEED
from tests.faults.mailing import CAMPAIGN, Deaths, Mailing, SlowProvider
from tests.waiting import wait_for

PEOPLE = int(os.environ.get("DRILL_READERS", "400"))
DEATHS = int(os.environ.get("DRILL_DEATHS", "8"))
#: 500 and 100 of 20,000 people.
LARGE, SMALL = max(PEOPLE // 40, 2), max(PEOPLE // 200, 1)
CASES = [("brevo", LARGE), ("postmark", LARGE), ("resend", SMALL), ("postmark", SMALL)]
#: With fewer people than that leases are over at once, and two cases are enough.
FULL = 2000
if PEOPLE < FULL:
    CASES = CASES[:2]
#: Seconds a call takes on average: all of it lasts longer than the deaths.
SECONDS = {LARGE: 0.8, SMALL: 0.2}
RECOVERY = 60  # seconds from the last death to the last answer


@pytest.fixture(scope="module")
def mailing(tmp_path_factory):
    """On PostgreSQL a server of its own, which can be killed."""
    folder = tmp_path_factory.mktemp("mailing") / "var"
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        with closing(Mailing(folder)) as found:
            found.prepare(PEOPLE)
            yield found
        return
    with postgres.running() as server, closing(Mailing(folder, server)) as found:
        found.prepare(PEOPLE)
        yield found


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def drill(request, mailing):
    """What was left afterwards."""
    name, batch = request.param
    with SlowProvider(name, SEED, SECONDS[batch]) as provider:
        campaign = mailing.release()
        with mailing.workers(provider, batch) as host:
            deaths = Deaths(host, DEATHS, SEED, provider, server=mailing.server)
            deaths.start()
            deaths.join()
            provider.seconds = 0
            if PEOPLE < FULL:
                mailing.let_a_minute_pass()
            started = time.monotonic()
            wait_for(mailing.is_finished, "the campaign to end", 300)
            recovered = time.monotonic() - started
        found = SimpleNamespace(
            keyed=name != "postmark",
            deaths=deaths,
            recovered=recovered,
            got=Counter(provider.recipients),
            asked=provider.asked,
            states=mailing.states(campaign),
            planned=mailing.books.ask(CAMPAIGN)[0][2],
        )
    launch.say(report(name, batch, found))
    return found


def report(name, batch, found):
    return (
        f"   {PEOPLE} people by {batch} over {name}, seed {SEED}; killed: {found.deaths.workers} "
        f"workers, {found.deaths.databases} databases\n"
        f"   {dict(Counter(found.states.values()))}, {found.asked} calls, "
        f"twice: {len(twice(found))}, settled {found.recovered:.0f} s after the last death"
    )


def twice(found):
    return [email for email, times in found.got.items() if times > 1]


def of_state(found, *states):
    return {email for email, state in found.states.items() if state in states}


def test_drill_was_one(drill):
    """Otherwise everything below holds for nothing."""
    assert drill.deaths.workers + drill.deaths.databases == DEATHS


def test_nobody_got_it_twice(drill):
    """Pitfalls 1, 14: with a key or without."""
    assert twice(drill) == []


def test_with_a_key_nobody_was_missed(drill):
    """Pitfall 1."""
    if drill.keyed:
        assert of_state(drill, "accepted") == set(drill.states)
        assert set(drill.got) == set(drill.states)


def test_who_says_accepted_got_it(drill):
    assert of_state(drill, "accepted") <= set(drill.got)


def test_everybody_unaccounted_for_is_named(drill):
    """Who got it without our knowing, and who missed it: all are in doubt, nobody else."""
    unknown = set(drill.got) - of_state(drill, "accepted")
    missed = set(drill.states) - set(drill.got)
    assert unknown | missed <= of_state(drill, "in_doubt")


def test_numbers_add_up(drill):
    """Pitfall 3."""
    ends = Counter(drill.states.values())
    assert set(ends) <= {"accepted", "in_doubt"}
    assert ends.total() == drill.planned == PEOPLE


def test_recovered_by_itself_within_a_minute(drill):
    assert drill.recovered < RECOVERY
