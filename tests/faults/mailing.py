"""A newsletter's campaign on a site of its own, and what the database says of it."""

import os
import random
import signal
import subprocess
import threading
import time
from contextlib import contextmanager

from clinic import launch
from tests.faults.books import Books
from tests.journeys.served import ServedSite
from tests.newsletter.fake_provider import FakeProvider
from tests.processes import children
from tests.waiting import wait_for

WORKERS = 3
STATES = """
SELECT d.email, d.state, d.reason FROM newsletter_delivery d WHERE d.campaign_id = {campaign}
"""
CAMPAIGN = "SELECT id, state, planned, last_error FROM newsletter_campaign ORDER BY id DESC LIMIT 1"
CALLING = "SELECT count(*) FROM newsletter_sendbatch WHERE state IN ('calling', 'replay')"
A_MINUTE_LATER = (
    "UPDATE newsletter_sendbatch SET lease_until = claimed_at WHERE state = 'calling'",
    "UPDATE newsletter_campaign SET resume_at = NULL WHERE state = 'sending'",
)
PREPARE = """
from tests.newsletter import many
many.subscribe({people})
"""
RELEASE = """
from tests.newsletter import many
many.release()
"""


class SlowProvider(FakeProvider):
    """Answers after a while, as long as it is slow."""

    def __init__(self, name, seed, seconds):
        super().__init__(name)
        self.seconds = seconds
        self._random = random.Random(seed)

    def take(self, path, raw, headers):
        """Half of the wait before it takes the call and half before it answers."""
        self._wait()
        found = super().take(path, raw, headers)
        self._wait()
        return found

    def _wait(self):
        if self.seconds:
            time.sleep(self._random.uniform(0, self.seconds))


class Mailing:
    """One site, its readers, and one campaign after the other."""

    def __init__(self, var_dir, server=None):
        self.server = server
        address = f"{server.address}/postgres" if server else ""
        self.site = ServedSite(var_dir, address, DEMO="0")
        self.books = Books(self.site)
        self.people = 0

    def prepare(self, people):
        self._manage("migrate", "-v", "0")
        self._manage("roles", "-v", "0")
        self.site.shell(PREPARE.format(people=people))
        self.people = people

    def _manage(self, *command):
        subprocess.run(
            [str(launch.PYTHON), "manage.py", *command],
            cwd=launch.BASE_DIR,
            env=self.site.environment,
            check=True,
        )

    def release(self):
        self.site.shell(RELEASE)
        return self.books.ask(CAMPAIGN)[0][0]

    def close(self):
        self.site.close_shell()

    @contextmanager
    def workers(self, provider, batch):
        name = provider.name
        environment = self.site.environment | {
            "EMAIL_PROVIDER": name,
            f"ANYMAIL_{name.upper()}_API_URL": provider.url,
            f"ANYMAIL_{name.upper()}_API_KEY": "drill",
            "ANYMAIL_POSTMARK_SERVER_TOKEN": "drill",
            "ANYMAIL_WEBHOOK_SECRET": "drill:drill",
            "NEWSLETTER_BATCH": str(batch),
        }
        with (self.site.var_dir / "workers.log").open("ab") as log:
            host = subprocess.Popen(
                [str(launch.PYTHON), "-m", "tests.faults.workers", str(WORKERS)],
                cwd=launch.BASE_DIR,
                env=environment,
                stdout=log,
                stderr=log,
            )
        try:
            wait_for(lambda: children()[host.pid] or host.poll(), "workers", 60)
            yield host.pid
        finally:
            for pid in [host.pid, *children()[host.pid]]:
                with _gone_is_fine():
                    os.kill(pid, signal.SIGKILL)
            host.wait()

    def states(self, campaign):
        """What became of each person."""
        return {row[0]: row[1] for row in self.books.ask(STATES.format(campaign=campaign))}

    def let_a_minute_pass(self):
        """Leases and pauses are over; a worker that lives finds its batch settled."""
        self.books.ask(*A_MINUTE_LATER)

    def is_finished(self):
        return self.books.ask(CAMPAIGN)[0][1] == "finished" and not self.books.ask(CALLING)[0][0]


@contextmanager
def _gone_is_fine():
    try:
        yield
    except ProcessLookupError:
        return


class Deaths(threading.Thread):
    """Kills `number` times: a worker, or where there is a server of ours, the database.

    Each death waits for a call of the provider to begin, so that it meets somebody at
    work; where everything is sent already, it comes anyway.
    """

    def __init__(self, host, number, seed, provider, *, server=None):
        super().__init__()
        self.host, self.number, self.provider, self.server = host, number, provider, server
        self.workers = self.databases = 0
        self._random = random.Random(seed)

    def run(self):
        while self.workers + self.databases < self.number:
            self._wait()
            if self.server and self._random.random() < 0.12:
                self.server.kill()
                self.server.start()
                self.databases += 1
            elif found := children()[self.host]:
                with _gone_is_fine():
                    os.kill(self._random.choice(found), signal.SIGKILL)
                    self.workers += 1

    def _wait(self):
        """For a new call, and a part of the time that a call takes."""
        before, end = self.provider.asked, time.monotonic() + 2
        while self.provider.asked == before and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(self._random.uniform(0, self.provider.seconds))
