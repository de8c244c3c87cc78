"""`make bench`. Standard library only until `.venv` is there."""

import os
import sys
from pathlib import Path

from clinic import launch
from tests.run import ensure_chromium
from tests.steps import step


def main() -> None:
    launch.check_python()
    step("Packages", lambda: launch.ensure_venv("requirements.txt", "requirements-dev.txt"))
    if Path(sys.prefix) != launch.VENV:
        os.execv(launch.PYTHON, [str(launch.PYTHON), "-m", "bench"])
    step("Chromium", ensure_chromium)
    from bench import asking, desk, report, sending

    report.write()
    asking.write()
    desk.write()
    sending.write()


if __name__ == "__main__":
    main()
