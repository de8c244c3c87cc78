"""Races, on purpose."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection, connections


def run_at_once(*functions: Callable[[], Any]) -> list[Any]:
    """Run all in threads that start together; each one's result or exception, in order."""
    start = threading.Barrier(len(functions))
    results: list[Any] = [None] * len(functions)

    def run(number: int) -> None:
        # Connecting takes longer than most races last.
        connection.ensure_connection()
        start.wait()
        try:
            results[number] = functions[number]()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[n]) for n in range(len(functions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
