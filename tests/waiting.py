"""Waiting for something to become true, never for a while to pass."""

import time


def wait_for(condition, what, seconds=30):
    """The first true answer of `condition`; fails with `what` if there is none in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s for {what}")
