"""What went wrong in other senders has a test here, named by its number in the list.

Numbers are written as "Pitfall 12" in the tests' own words; every test runs on both
databases.
"""

import re
from pathlib import Path

PLACES = ("newsletter", "faults")
PITFALLS = set(range(1, 30))
NAMED = re.compile(r"Pitfalls? (\d+(?:, \d+)*)")


def test_every_pitfall_has_a_test():
    tests = Path(__file__).parent.parent
    sources = [p.read_text() for place in PLACES for p in (tests / place).rglob("test_*.py")]
    named = {int(n) for s in sources for found in NAMED.findall(s) for n in found.split(", ")}
    assert named >= PITFALLS
