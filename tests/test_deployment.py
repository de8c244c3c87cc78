"""What is deployed: no engine to build images is at hand, so both files are read."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from tests import locks, run

BASE_DIR = Path(__file__).resolve().parent.parent
DOCKERFILE = (BASE_DIR / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((BASE_DIR / "compose.yaml").read_text())
WORKFLOW = yaml.safe_load((BASE_DIR / ".github/workflows/test.yml").read_text())


def instructions(name):
    text = DOCKERFILE.replace("\\\n", " ")
    return [line.split(None, 1)[1] for line in text.splitlines() if line.startswith(f"{name} ")]


def test_every_copied_path_exists_and_reaches_the_build():
    allowed = {
        line[1:]
        for line in (BASE_DIR / ".dockerignore").read_text().splitlines()
        if line[:1] == "!"
    }
    for copy in instructions("COPY"):
        source = copy.split()[0].rstrip("/")
        assert (BASE_DIR / source).exists(), source
        assert source in allowed, f"{source} is kept out by .dockerignore"


def test_image_holds_every_package_and_no_secret():
    copied = {copy.split()[0].rstrip("/") for copy in instructions("COPY")}
    assert {"clinic", "pages", "booking", "newsletter", "templates", "static"} <= copied
    assert "var" not in copied
    assert not any("KEY" in line for line in instructions("ENV"))


def test_image_does_not_run_as_root():
    lines = DOCKERFILE.splitlines()
    assert "USER clinic" in lines
    assert lines.index("USER clinic") < max(i for i, x in enumerate(lines) if x.startswith("CMD"))


def commands():
    for name, service in COMPOSE["services"].items():
        if "command" in service:
            yield name, service["command"]
    yield "image", json.loads(instructions("CMD")[-1])


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_command_exists(name, command):
    text = " ".join(command)
    for subcommand in re.findall(r"manage\.py (\w+)", text):
        assert load_command_class(get_commands()[subcommand], subcommand)
    if command[0] == "gunicorn":
        result = subprocess.run(
            [Path(sys.executable).with_name("gunicorn"), "--check-config", *command[1:]],
            cwd=BASE_DIR,
            capture_output=True,
            text=True,
        )
        assert result.returncode == 0, result.stderr


def test_web_and_worker_share_image_database_and_files():
    web, worker = COMPOSE["services"]["web"], COMPOSE["services"]["worker"]
    for name in ("build", "environment", "volumes", "env_file"):
        assert web[name] == worker[name]


def test_compose_asks_for_its_password():
    assert "${POSTGRES_PASSWORD:?" in (BASE_DIR / "compose.yaml").read_text()


JOBS = WORKFLOW["jobs"]


def said(job):
    """All commands of a job as one text."""
    return "\n".join(step.get("run", "") for step in JOBS[job]["steps"])


def test_workflow_runs_every_part_of_make_test():
    parts = {"suite-sqlite", "suite-postgresql", "journeys", "drill-short", "locks"}
    assert set(re.findall(r"tests\.run (\S+)", "\n".join(map(said, JOBS)))) == parts
    # The audit needs Node and Java, which `make test` must not.
    assert parts | {"check", "audit"} == set(run.PARTS)
    assert "make check" in said("checks")


def test_workflow_runs_its_jobs_side_by_side():
    assert not any("needs" in job for job in JOBS.values())


def test_workflow_tries_the_promised_pythons():
    assert JOBS["suite-sqlite"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert {".".join(python.split(".")[:2]) for python in locks.PYTHONS} == set(
        JOBS["suite-sqlite"]["strategy"]["matrix"]["python"]
    )
    (pythons,) = [s["with"]["python-version"] for s in JOBS["locks"]["steps"] if "setup" in str(s)]
    assert pythons == "3.11"  # no pip is left out there


@pytest.mark.parametrize("job", JOBS)
def test_workflow_has_the_older_commits(job):
    (checkout,) = [s for s in JOBS[job]["steps"] if "checkout" in s.get("uses", "")]
    assert checkout["with"]["fetch-depth"] == 0


def test_workflow_starts_on_a_bare_debian():
    assert JOBS["debian"]["container"] == "debian:12"
    (packages,) = re.findall(r"apt-get install -y (.*)", said("debian"))
    assert packages == "python3 python3-venv git make"
    assert "setup-python" not in str(JOBS["debian"])
    assert "make run &" in said("debian")


def test_workflow_builds_the_image_and_asks_it():
    assert "docker build" in said("image")
    assert "/healthz" in said("image")


def test_example_environment_names_every_setting():
    read = set(
        re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (BASE_DIR / "clinic/settings.py").read_text())
    )
    example = set(re.findall(r"^#?([A-Z_]+)=", (BASE_DIR / ".env.example").read_text(), re.M))
    assert read - example == set()


DEPLOYED = {
    "SECRET_KEY": "k3-9fQw7ZpLx2VbN8rTyUiOaSdFgHjKlMnBvCxZ1a5e7c9w0R-4tYuIoPq",
    "FIELD_KEYS": "A" * 43 + "=",
    "SITE_URL": "https://clinic.example.org",
}


def manage(*command, var_dir, **environment):
    inherited = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        env=inherited | {"VAR_DIR": str(var_dir)} | environment,
    )


#: What the tests of a good start want to know, asked of one: a start takes seconds.
QUESTIONS = """
import json
from django.conf import settings
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING")
print(json.dumps({
    "options": settings.DATABASES["default"]["OPTIONS"],
    "cookies": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
}))
"""


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """A start as deployed, behind TLS and beside a PostgreSQL that is never asked."""
    return manage(
        *("shell", "--no-imports", "-v", "0", "-c", QUESTIONS),
        var_dir=tmp_path_factory.mktemp("deployed"),
        **{k: v for k, v in run.READY.items() if k != "VAR_DIR"}
        | {"DATABASE_URL": "postgres://u:p@db.example.org/clinic?sslmode=require"},
    )


def answers(start):
    return json.loads(start.stdout.splitlines()[-1])


def test_deployment_check_finds_nothing(start):
    assert start.returncode == 0, start.stderr
    assert "System check identified no issues" in start.stdout


def test_start_without_settings_names_each_missing_one_on_a_line(tmp_path):
    result = manage("check", var_dir=tmp_path)
    assert result.returncode != 0
    lines = result.stderr.splitlines()
    assert [line.split(":")[1].strip() for line in lines] == [
        "FIELD_KEYS",
        "SECRET_KEY",
        "SITE_URL",
    ]


def test_start_with_an_unreadable_value_says_which(tmp_path):
    result = manage("check", var_dir=tmp_path, **DEPLOYED, PORT="eighty")
    assert "PORT" in result.stderr
    assert "Traceback" not in result.stderr


def test_start_with_a_provider_but_no_webhook_secret_is_refused(tmp_path):
    result = manage("check", var_dir=tmp_path, **DEPLOYED, EMAIL_PROVIDER="postmark")
    assert "ANYMAIL_WEBHOOK_SECRET" in result.stderr
    assert result.returncode != 0


def test_gunicorn_refuses_an_unsafe_combination(tmp_path):
    gunicorn = str(Path(sys.executable).with_name("gunicorn"))
    command = [gunicorn, "--check-config", "--config", "python:clinic.server", "clinic.wsgi"]
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | DEPLOYED
    for unsafe in ({}, {"DEBUG": "1"}):
        result = subprocess.run(
            command, cwd=BASE_DIR, capture_output=True, text=True, env=environment | unsafe
        )
        assert (result.returncode == 0) == (not unsafe), result.stderr
    assert "DEBUG is on while SITE_URL is a public https address." in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RECEPTION_EMAIL", "Reception <reception@example.org>"),
        ("RECEPTION_EMAIL", ""),
        ("DUTY_EMAIL", "nobody"),
        ("DEFAULT_FROM_EMAIL", ""),
        ("NEUTRAL_FROM_EMAIL", "Reception <post@kestrel.example>"),
        ("NEUTRAL_SITE_URL", "kestrel.example"),
    ],
)
def test_address_that_would_lose_mail_is_refused_at_the_start(tmp_path, name, value):
    result = manage("check", var_dir=tmp_path, **DEPLOYED, **{name: value})
    assert result.stderr.startswith(f"clinic: {name}: ")


def test_neutral_site_that_this_site_does_not_know_is_refused(tmp_path):
    neutral = {"NEUTRAL_SITE_URL": "https://kestrel.example"}
    result = manage("check", "--deploy", var_dir=tmp_path, **DEPLOYED, **neutral)
    assert result.returncode != 0
    assert "NEUTRAL_SITE_URL: its host must stand in ALLOWED_HOSTS, too." in result.stderr


def test_options_in_the_database_address_are_kept(start):
    assert answers(start)["options"]["sslmode"] == "require"


def test_database_server_that_vanishes_is_given_up_within_half_a_minute(start):
    options = answers(start)["options"]
    assert options["tcp_user_timeout"] <= 30_000
    assert options["keepalives_idle"] + 3 * options["keepalives_interval"] <= 30


def test_cookies_are_bound_to_the_host_over_tls(start):
    assert answers(start)["cookies"] == ["__Host-session", "__Host-csrf"]
