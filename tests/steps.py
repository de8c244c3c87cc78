"""Steps of `make test`: what each writes, how long it took, and its end if it fails.

Standard library only: nothing is installed yet.
"""

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import IO

from clinic import launch
from clinic.deployment import install

#: Where the commands of a step write, if others run beside it.
OUTPUT: ContextVar[IO[str] | None] = ContextVar("OUTPUT", default=None)
#: What the steps were, how long each took and how many tests it had, said at the end.
TALLY: list[str] = []
TESTS: dict[str, str] = {}


def step(title: str, work: Callable[[], object]) -> None:
    """Do one step; say what it is and how long it took; end the run if it fails."""
    launch.say(f"── {title} …")
    started = time.monotonic()
    try:
        work()
    except subprocess.CalledProcessError as error:
        launch.say(f"── {title}: FAILED (exit status {error.returncode})")
        raise SystemExit(1) from None
    seconds = time.monotonic() - started
    TALLY.append(f"   {title:<40} {seconds:4.0f} s {TESTS.pop(title, '')}")
    launch.say(f"── {title}: ok, {seconds:.0f} s")


def step_beside(title: str, work: Callable[[], object]) -> None:
    """A step while others run: what it writes comes in one piece, at its end."""

    def in_one_piece() -> None:
        with tempfile.TemporaryFile("w+") as output:
            before = OUTPUT.set(output)
            try:
                work()
            finally:
                OUTPUT.reset(before)
                output.seek(0)
                said = output.read()
                launch.say(f"── {title}:\n{said}".rstrip())
                TESTS[title] = ", ".join(re.findall(r"^\d+ passed", said, re.M))

    step(title, in_one_piece)


def beside(*works: Callable[[], object]) -> None:
    """Do all of it at once, each to its end; end the run if one fails."""
    with ThreadPoolExecutor(len(works)) as pool:
        ends = [pool.submit(work) for work in works]
    try:
        for end in ends:
            end.result()
    except subprocess.CalledProcessError:
        raise SystemExit(1) from None


def call(*command: str, **environment: str) -> None:
    subprocess.run(
        command,
        check=True,
        cwd=launch.BASE_DIR,
        env=os.environ | environment,
        stdout=OUTPUT.get(),
        stderr=OUTPUT.get() and subprocess.STDOUT,
    )


def quietly(*command: str, **environment: str) -> None:
    """Where nobody reads what is said, unless it fails."""
    done = install.run_quietly(list(command), **environment)
    if done.returncode:
        launch.refuse(f"{' '.join(command)}: {install.reason_of(command[0], done)}")
