"""gunicorn with the site's settings, for the site and for each baseline."""

import contextlib
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from clinic import launch
from tests.postgres import free_port
from tests.waiting import wait_for

GUNICORN = [str(launch.PYTHON), "-m", "gunicorn", "--config"]
#: One worker, so that the load generator keeps a core of its own.
SAME = {"WEB_CONCURRENCY": "1", "DEMO": "1"}


def answers(port: int, path: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextlib.contextmanager
def serve(application: str, path: str, **environment: str) -> Iterator[int]:
    """Run gunicorn for `application` until the block ends; gives its port."""
    port = int(environment.pop("PORT", "") or free_port())
    config = "clinic.server" if application == "clinic.wsgi" else "bench.server"
    process = subprocess.Popen(
        [*GUNICORN, f"python:{config}", application],
        cwd=launch.BASE_DIR,
        env=os.environ | SAME | {"PORT": str(port)} | environment,
    )
    try:
        wait_for(lambda: answers(port, path), f"{application} to answer", 60)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def prepare(var_dir: Path, port: int, **more: str) -> dict[str, str]:
    """A sample site of its own in `var_dir`; gives the environment it is served in.

    `more` goes into that environment.
    """
    launch.VAR_DIR = var_dir
    launch.ensure_local_env()
    launch.ensure_static()
    environment = {"VAR_DIR": str(var_dir), "PORT": str(port), "DEMO": "1"} | more
    for command in (["migrate", "-v", "0"], ["roles", "-v", "0"], ["sample"]):
        subprocess.run(
            [str(launch.PYTHON), "manage.py", *command],
            cwd=launch.BASE_DIR,
            env=os.environ | environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return environment
