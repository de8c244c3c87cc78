"""`python -m tests.faults.workers 3`: as many workers, started again as soon as one dies.

Forked from one loaded process, as `manage.py serve` does, so that fifty deaths take no
longer than fifty forks.
"""

import os
import sys
import threading

import django


def main(number: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    django.setup()
    from clinic import work
    from clinic.deployment import supervise

    for _ in range(number):
        start(supervise, work)
    while True:
        os.wait()
        start(supervise, work)


def start(supervise, work):
    supervise._start(lambda: work.run_forever(threading.Event()))


if __name__ == "__main__":
    main(int(sys.argv[1]))
