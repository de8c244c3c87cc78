"""The fault drill: nothing that was promised is lost, whatever dies.

People ask over HTTP while web and mail workers are killed with -9 at random and the mail
provider fails half the time. Then the provider is well, a day passes, and the books are
read. `make drill` has a thousand people, `make test` fewer.
"""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from clinic import launch
from tests.faults import books, killing
from tests.faults.conftest import SEED
from tests.faults.people import Person
from tests.waiting import wait_for

PEOPLE = int(os.environ.get("DRILL_PEOPLE", "60"))
AT_ONCE = 8
PAUSES = (0.1, 0.5)  # seconds between two kills
UNSENT = {"queued", "retrying", "sending", "failed"}


@pytest.fixture(scope="module")
def drill(site, provider):
    """What was left afterwards: people, killer, and the mails before and after the day."""
    found = SimpleNamespace(books=books.Books(site), provider=provider)
    found.people = [Person(site.url, number) for number in range(PEOPLE)]
    found.killer = killing.Killer(site.process.pid, SEED, pauses=PAUSES)
    with found.killer, ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(Person.open_form, found.people))
        list(pool.map(Person.send, found.people))
        calls = provider.moods.dealt
        wait_for(lambda: calls.total() >= PEOPLE, "the provider to be asked that often", 300)
    site.stop()
    found.then = found.books.mails()
    found.accepted_then = {mail: list(ids) for mail, ids in provider.accepted.items()}
    provider.heal()
    found.books.make_due()
    site.start()
    wait_for(found.books.nothing_waits, "all mail to leave", 300)
    found.mails = found.books.mails()
    launch.say(report(found))
    return found


def report(found):
    statuses = sum((person.statuses for person in found.people), Counter())
    return (
        f"   {PEOPLE} people, seed {SEED}; killed: {dict(found.killer.killed)}\n"
        f"   answers: {dict(statuses)}\n"
        f"   provider's moods: {dict(found.provider.moods.dealt)}\n"
        f"   mails then: {dict(Counter(mail.state for mail in found.then))}, "
        f"a day later: {dict(Counter(mail.state for mail in found.mails))}\n"
        f"   accepted twice before their id was recorded: {len(twice(found))}"
    )


def twice(found):
    return [mail for mail, ids in found.provider.accepted.items() if len(ids) > 1]


def test_drill_was_one(drill):
    """Otherwise everything below holds for nothing."""
    assert drill.killer.killed[killing.WEB_WORKER] > 5
    assert drill.killer.killed[killing.MAIL_WORKER] > 1
    assert {500, 429, "hang up"} <= set(drill.provider.moods.dealt)


def test_everybody_got_one_receipt(drill):
    """Promise 2, pitfall 8: tries again and double clicks lead to the same reference."""
    assert [len(set(person.receipts)) for person in drill.people] == [1] * PEOPLE


def test_every_receipt_is_in_the_database_exactly_once(drill):
    stored = drill.books.ask(books.REQUESTS)
    assert sorted(stored) == sorted((p.email, p.receipts[0]) for p in drill.people)


def test_no_request_is_half(drill):
    halves = [row for row in drill.books.ask(books.PARTS) if any(n != 1 for n in row[1:])]
    assert halves == []


def test_every_mail_belongs_to_a_request(drill):
    """Or is one for all: reception gets a few single notices in ten minutes."""
    references = {row[1] for row in drill.books.ask(books.REQUESTS)}
    abouts = {mail.about.removeprefix("request:") for mail in drill.mails}
    assert abouts - {""} == references


def test_every_mail_was_sent_or_shown_as_unsent(drill):
    """Pitfall 9: a mail that says "sent" is with the provider under the id it says."""
    for mail in drill.then:
        ids = drill.accepted_then.get(mail.id, [])
        assert (mail.state in UNSENT) or (mail.state == "sent" and mail.provider_id in ids), mail


def test_every_mail_arrived_in_the_end(drill):
    assert {mail.state for mail in drill.mails} == {"sent"}
    assert set(drill.provider.accepted) == {mail.id for mail in drill.mails}


def test_no_mail_is_sent_again_once_its_id_is_recorded(drill):
    """The id recorded is that of the last time it was sent: nothing came after it."""
    for mail in drill.then + drill.mails:
        if mail.state == "sent":
            assert drill.provider.accepted[mail.id][-1] == mail.provider_id


def test_mail_arrives_twice_only_where_its_end_was_unknown(drill):
    """A worker died, or the provider hung up, between its yes and our record of it."""
    again = sum(len(drill.provider.accepted[mail]) - 1 for mail in twice(drill))
    unknown = drill.provider.moods.dealt["accept, then hang up"]
    assert again <= unknown + drill.killer.killed[killing.MAIL_WORKER]
