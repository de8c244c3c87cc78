"""Sixteen processes that store requests at once: python -m tests.faults.writers COUNT

Prints what became of the submissions, as JSON. Each checks its form and stores it, as the
site does, with no HTTP in between, so that they meet as often as can be.
"""

import json
import multiprocessing
import os
import sys
from collections import Counter

WRITERS = 16


def write(job: tuple[int, int]) -> Counter[str]:
    from booking.intake import submission
    from booking.models.choices import Kind as RequestKind
    from tests.booking.factories import make_form

    writer, count = job
    submission.TOTAL = sys.maxsize  # more than an honest hour
    outcomes: Counter[str] = Counter()
    for number in range(count):
        try:
            form = make_form(RequestKind.EXISTING_CLIENT)
            assert form.is_valid(), form.errors
            columns, answers = form.columns(), form.answers()
            submission.submit(columns, answers=answers, network=f"{writer}.{number // 50}")
            outcomes["stored"] += 1
        except Exception as error:
            outcomes[f"{type(error).__name__}: {error}"] += 1
    return outcomes


def main(count: int) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    django.setup()
    from django.db import connections

    connections.close_all()  # a connection must not be shared by processes
    with multiprocessing.get_context("fork").Pool(WRITERS) as pool:
        outcomes = pool.map(write, [(n, count // WRITERS) for n in range(WRITERS)], chunksize=1)
    sys.stdout.write(json.dumps(sum(outcomes, Counter())))


if __name__ == "__main__":
    main(int(sys.argv[1]))
