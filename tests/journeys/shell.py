"""Runs code for a served site: python -m tests.journeys.shell

Each line on stdin is code as JSON, each on stdout how it ended. The code runs in a fork of
this process, which has Django ready: a start of its own would take seconds.
"""

import json
import os
import sys
import traceback


def run(code: str) -> None:
    """In the fork; never comes back."""
    status = 1
    try:
        exec(code, {"__name__": "shell"})
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    django.setup()
    for line in sys.stdin:
        fork = os.fork()
        if not fork:
            run(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
