"""A copy of the site as `make run` serves it, in a folder of its own."""

import base64
import email
import json
import os
import subprocess
import urllib.error
import urllib.request
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django_otp.oath import TOTP

from clinic import launch
from tests.postgres import free_port
from tests.waiting import wait_for

#: What tests/environment.py says about the suite is not for a served copy.
SUITE_ONLY = ("SECRET_KEY", "FIELD_KEYS", "SITE_URL", "DEMO", "DEBUG", "EMAIL_PROVIDER")


class ServedSite:
    """gunicorn and the worker of one copy; `start` and `stop` as often as needed."""

    def __init__(self, var_dir: Path, database_url: str = "", **environment: str) -> None:
        self.var_dir = var_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        launch.VAR_DIR = var_dir
        launch.ensure_local_env()
        self.environment = {k: v for k, v in os.environ.items() if k not in SUITE_ONLY}
        self.environment |= {"VAR_DIR": str(var_dir), "PORT": str(self.port), "DEMO": "1"}
        self.environment |= environment
        self.environment.pop("DATABASE_URL", None)
        if database_url:
            self.environment["DATABASE_URL"] = database_url
        self.command = ["manage.py", "serve"]
        self.ready_at = "/readyz"
        self.process: subprocess.Popen[bytes] | None = None
        self._shell: subprocess.Popen[str] | None = None
        self._mails: dict[Path, EmailMessage] = {}
        self.log = var_dir / "serve.log"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(launch.PYTHON), *self.command],
                cwd=launch.BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_for(lambda: self.is_ready() or self._ended(), "the site to be ready", 120)

    def stop(self) -> int:
        self.close_shell()
        self.process.terminate()
        return self.process.wait(timeout=20)

    def _ended(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(f"the site ended: {self.log.read_text()[-2000:]}")
        return False

    def get(self, path: str) -> tuple[int, str]:
        """Status and body, without a browser."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def is_ready(self) -> bool:
        try:
            return self.get(self.ready_at)[0] == 200
        except OSError:
            return False

    def shell(self, code: str) -> None:
        """Run `code` in a process of its own, as a worker or another request would be."""
        if self._shell is None:
            self._shell = subprocess.Popen(
                [str(launch.PYTHON), "-m", "tests.journeys.shell"],
                cwd=launch.BASE_DIR,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        self._shell.stdin.write(f"{json.dumps(code)}\n")
        self._shell.stdin.flush()
        assert self._shell.stdout.readline() == "0\n", f"this failed: {code}"

    def close_shell(self) -> None:
        if self._shell is not None:
            self._shell.communicate()
            self._shell = None

    def password(self, role: str) -> str:
        return self._local(f"DEMO_PASSWORD_{role.upper()}")

    def code(self, role: str) -> str:
        """What the app of a demo log-in shows now. The site takes each code once."""
        key = base64.b32decode(self._local(f"DEMO_APP_KEY_{role.upper()}"))
        return f"{TOTP(key).token():06}"

    def _local(self, wanted: str) -> str:
        for line in (self.var_dir / "local.env").read_text().splitlines():
            name, _, value = line.partition("=")
            if name == wanted:
                return value
        raise KeyError(wanted)

    def mails(self, to: str) -> list[EmailMessage]:
        """What was written for `to` so far, oldest first."""
        for file in sorted((self.var_dir / "mail").glob("*.eml")):
            if file not in self._mails:
                message = email.message_from_bytes(file.read_bytes(), policy=default)
                self._mails[file] = message
        return [self._mails[file] for file in sorted(self._mails) if self._mails[file]["To"] == to]

    def mail(self, to: str, number: int = 1, *, subject: str = "") -> EmailMessage:
        """The `number`th mail to `to`, as soon as the worker has written it.

        Colleagues' addresses are shared by all journeys on one copy: ask for theirs by `subject`.
        """

        def find() -> list[EmailMessage]:
            return [m for m in self.mails(to) if subject in m["Subject"]]

        wait_for(lambda: len(find()) >= number, f"mail {number} to {to} {subject}".strip())
        return find()[number - 1]


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()
