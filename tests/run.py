"""`make test`: sets up all that the tests need, runs them, one line for each step.

Standard library only until `.venv` is there.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from clinic import launch
from clinic.deployment import install
from tests import chromium, locks
from tests.audit import namespace, scanners
from tests.steps import TALLY, beside, call, quietly, step, step_beside

BASE_DIR = launch.BASE_DIR
PYTHON = str(launch.PYTHON)
CORES = min(os.cpu_count() or 2, 4)
#: A file stays in one process: what it makes once for all its tests is made once.
PYTEST = [PYTHON, "-m", "pytest", "-q", "--dist", "loadfile", "-n"]
#: Debian's Chromium without windows; other distributions have the whole one only.
SHELL = chromium.NAMES[0]
#: What makes a drill the long one; the tests themselves say what the short one is.
LONG_DRILL = {
    "DRILL_PEOPLE": "1000",
    "DRILL_WRITES": "10000",
    "DRILL_READERS": "20000",
    "DRILL_DEATHS": "50",
    "DRILL_SEARCHES": "300",
    "DRILL_FORMS": "128",
}
#: A production-like environment in which `check --deploy` must find nothing.
DEPLOYED = {
    "VAR_DIR": str(BASE_DIR / "var" / "test" / "deploy"),
    "SECRET_KEY": "k3-9fQw7ZpLx2VbN8rTyUiOaSdFgHjKlMnBvCxZ1a5e7c9w0R-4tYuIoPq",
    "FIELD_KEYS": "A" * 43 + "=",
    "SITE_URL": "https://clinic.example.org",
    "DEMO": "0",
    "DEBUG": "0",
}
#: And all that a practice would say, none of which is asked.
READY = DEPLOYED | {
    "DATABASE_URL": "postgres://clinic:password@db.clinic.internal/clinic",
    "EMAIL_PROVIDER": "smtp",
    "PROXY_HOPS": "1",
    "DEFAULT_FROM_EMAIL": "hello@clinic.internal",
    "RECEPTION_EMAIL": "reception@clinic.internal",
}


def ensure_chromium() -> None:
    """CHROMIUM, one on the PATH, the system's package as root, Playwright's own download.

    What drives it is Node, which comes with Playwright and needs a library that a bare Debian
    does not have.
    """
    driver = install.run_quietly([PYTHON, "-m", "playwright", "--version"])
    wanted = {"chromium": chromium.find() is None, "libatomic1": driver.returncode != 0}
    packages = [name for name, is_missing in wanted.items() if is_missing]
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        quietly("apt-get", "update", "-qq")
        if wanted["chromium"] and not install.run_quietly(["apt-cache", "show", SHELL]).returncode:
            packages[0] = SHELL
        quietly("apt-get", "install", "-y", "-qq", *packages, DEBIAN_FRONTEND="noninteractive")
    elif wanted["libatomic1"]:
        launch.refuse(f"Playwright does not run: {install.reason_of('playwright', driver)}")
    elif wanted["chromium"]:
        call(PYTHON, "-m", "playwright", "install", "chromium")


def lint() -> None:
    call(PYTHON, "-m", "ruff", "check", "--quiet", ".")
    call(PYTHON, "-m", "ruff", "format", "--check", "--quiet", ".")
    call(str(launch.VENV / "bin" / "lint-imports"), "--no-cache")


def types() -> None:
    call(PYTHON, "-m", "mypy", **DEPLOYED)


def deployment() -> None:
    call(PYTHON, "manage.py", "makemigrations", "--check", "--dry-run", **DEPLOYED)
    call(PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **READY)
    lint_migrations()
    on_postgresql(lint_migrations)  # its SQL says more


def lint_migrations(**environment: str) -> None:
    """May the version before go on working while they run (ADR 17)?"""
    Path(DEPLOYED["VAR_DIR"]).mkdir(parents=True, exist_ok=True)
    call(PYTHON, "-m", "tests.upgrade.lint", **DEPLOYED | environment)


def migrate(**environment: str) -> None:
    """The database all others are copied from; see tests/migrated.py."""
    call(PYTHON, "-m", "tests.migrated", **environment)


def suite(**environment: str) -> None:
    """On PostgreSQL without the tests to which no engine could make a difference."""
    chosen = "not journey"
    if "DATABASE_URL" in environment:
        chosen += " and database and not one_database"
    # In the order of tests/order.py; journeys share a site and stay in that of their numbers.
    call(*PYTEST, str(CORES), "--no-loadscope-reorder", "-m", chosen, **environment)


def journeys(**environment: str) -> None:
    """All on PostgreSQL; on SQLite one of each person, and what serves."""
    chosen = "journey" if "DATABASE_URL" in environment else "journey and both_databases"
    # One more than there are cores: a journey often waits for its pages.
    call(*PYTEST, str(CORES + 1), "-m", chosen, "tests/journeys", **environment)


def prepare_site(**environment: str) -> None:
    """The site all copies of the journeys begin as; see tests/journeys/copies.py."""
    call(PYTHON, "-m", "tests.journeys.copies", **environment)


def drill(**environment: str) -> None:
    """Fewer people than `make drill` unless LONG_DRILL is in the environment."""
    call(PYTHON, "-m", "pytest", "-q", "-s", "-m", "journey", "tests/faults", **environment)


def short_drill(**environment: str) -> None:
    """Without the newsletter's, as leases have to run out, and what needs other servers."""
    left_out = [f"--ignore=tests/faults/{name}_drill.py" for name in ("test_sending", "test_cache")]
    drill(PYTEST_ADDOPTS=" ".join(left_out), **environment)


def journeys_pooled(**address: str) -> None:
    """The main way of a client and of reception, with PgBouncer before PostgreSQL."""
    from tests.faults import pooler

    pooler.ensure_installed()
    environment = environment_of("pooled", **address) | {"POOLED": "1"}
    migrate(**environment)
    prepare_site(**environment)
    ways = [f"tests/journeys/test_{name}.py" for name in ("client", "clients_page", "reception")]
    call(*PYTEST, str(CORES), "-m", "journey", *ways, **environment)


def walks(**environment: str) -> None:
    """200 random walks through the table of transitions, 200 mornings and evenings of the
    safety lane; `make test` takes a few.
    """
    call(
        *PYTEST,
        str(CORES),
        "--create-db",
        "tests/booking/test_walk.py",
        "tests/booking/test_safety_walk.py",
        DRILL_WALKS="200",
        DRILL_PRACTICES="10",
        **environment,
    )


def check() -> None:
    beside(
        lambda: step_beside("Lint", lint),
        lambda: step_beside("Types", types),
        lambda: step_beside("Migrations and deployment checks", deployment),
    )


def environment_of(name: str, **environment: str) -> dict[str, str]:
    """Where the tests on one database find what is theirs."""
    folder = BASE_DIR / "var" / "test" / name
    migrated = "clinic_migrated" if environment else str(folder.with_suffix(".migrated.sqlite3"))
    return {
        **environment,
        "TEST_VAR_DIR": str(folder),
        "MIGRATED": migrated,
        "PREPARED": str(folder / "prepared"),
    }


def everything(**address: str) -> None:
    """All tests. Two processes are busy at any time, so that two cores are enough."""
    databases = {
        "SQLite": environment_of("SQLite"),
        "PostgreSQL": environment_of("PostgreSQL", **address),
    }

    def on(name: str, title: str, *works: Callable[..., None]) -> None:
        def all_works() -> None:
            for work in works:
                work(**databases[name])

        step_beside(f"{title} on {name}", all_works)

    def on_both(title: str, *works: Callable[..., None]) -> None:
        beside(*(partial(on, name, title, *works) for name in databases))

    on_both("Migrations and a sample site", migrate, prepare_site)
    for name in databases:  # both processes on each, so that none waits for the other's end
        on(name, "Suite", suite)
    for name in databases:
        on(name, "Browser journeys", journeys)
    on_both("Fault drill", short_drill)  # not beside the suite: locks have seconds to come free
    launch.say("\n".join(["── Steps:", *TALLY]))


def drills() -> None:
    beside(
        lambda: step_beside("Fault drill on SQLite", drill),
        lambda: step_beside("Fault drill on PostgreSQL", lambda: on_postgresql(drill)),
    )


def on_postgresql(work: Callable[..., None]) -> None:
    """Run `work` against DATABASE_URL, or a server of our own."""
    if url := os.environ.get("CLINIC_TEST_POSTGRESQL"):
        work(DATABASE_URL=url)
        return
    code = f"from tests.run import _with_server; _with_server({work.__name__!r})"
    call(PYTHON, "-c", code)


def _with_server(name: str) -> None:
    from tests import postgres

    with postgres.server() as address:
        try:
            globals()[name](DATABASE_URL=f"{address}/postgres")
        except subprocess.CalledProcessError as error:
            sys.exit(error.returncode)


def only(name: str, title: str, *works: Callable[..., None], **address: str) -> None:
    """One part of `make test`, for a job of the public workflow."""
    environment = environment_of(name, **address)
    launch.ensure_static(**DEPLOYED)
    step(f"Migrations on {name}", lambda: migrate(**environment))
    step(f"{title} on {name}", lambda: [work(**environment) for work in works])


def suite_postgresql(**address: str) -> None:
    only("PostgreSQL", "Suite", suite, **address)


def journeys_postgresql(**address: str) -> None:
    only("PostgreSQL", "Browser journeys", prepare_site, journeys, **address)


def drill_postgresql(**address: str) -> None:
    only("PostgreSQL", "Fault drill", short_drill, **address)


def journeys_alone() -> None:
    step("Chromium", ensure_chromium)
    only("SQLite", "Browser journeys", prepare_site, journeys)
    beside(lambda: on_postgresql(journeys_postgresql))


def drill_short() -> None:
    only("SQLite", "Fault drill", short_drill)
    beside(lambda: on_postgresql(drill_postgresql))


def audit() -> None:
    """Scanners of others on every kind of page; nothing else here needs Node and Java."""
    environment = environment_of("audit")
    step("Chromium", ensure_chromium)
    step("Scanners", scanners.ensure)
    launch.ensure_static(**DEPLOYED)
    step("A sample site", lambda: [migrate(**environment), prepare_site(**environment)])
    step("Audit", lambda: namespace.run(PYTHON, "-m", "tests.audit", **environment))


#: `python -m tests.run PART` sets up what this part needs, and runs it alone.
PARTS: dict[str, Callable[[], object]] = {
    "check": check,
    "locks": lambda: step("Requirement files", locks.check_all),
    "suite-sqlite": lambda: only("SQLite", "Suite", suite),
    "suite-postgresql": lambda: beside(lambda: on_postgresql(suite_postgresql)),
    "journeys": journeys_alone,
    "drill-short": drill_short,
    "audit": audit,
}


def main() -> None:
    launch.check_python()
    # A database of the caller's is for the PostgreSQL part only.
    if url := os.environ.pop("DATABASE_URL", ""):
        os.environ["CLINIC_TEST_POSTGRESQL"] = url
    os.chdir(BASE_DIR)
    if "lock" in sys.argv:  # whatever is installed: the files may not fit their .in files yet
        launch.ensure_venv("requirements-uv.txt")
        step("Compiling", locks.compile_all)
        return step("Checking", locks.check_all)
    step(
        "Development packages",
        lambda: launch.ensure_venv("requirements.txt", "requirements-dev.txt"),
    )
    for name in set(sys.argv) & set(PARTS):
        PARTS[name]()
        return None
    check()
    if "drill" in sys.argv:
        os.environ |= LONG_DRILL | os.environ
        drills()
        step("Walks on SQLite", walks)
        step("Walks on PostgreSQL", lambda: on_postgresql(walks))
        step("Chromium", ensure_chromium)
        step("Journeys through PgBouncer", lambda: on_postgresql(journeys_pooled))
        return None
    step("Chromium", ensure_chromium)
    launch.ensure_static(**DEPLOYED)  # once, before two start that need it
    beside(lambda: on_postgresql(everything))
    launch.say("── All passed.")
    return None


if __name__ == "__main__":
    Path(BASE_DIR / "var" / "test").mkdir(parents=True, exist_ok=True)
    main()
