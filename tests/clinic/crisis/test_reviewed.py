"""The reviewed list holds together, and says where and when each number was read."""

import pytest

from clinic.crisis import REVIEWED, digits, key

LIFELINE = next(line for line in REVIEWED if line.name == "Lifeline")


@pytest.mark.parametrize("line", REVIEWED, ids=lambda line: line.name)
def test_each_line_has_a_number_a_source_and_a_day(line):
    assert digits(line.phone)
    assert line.source.startswith("http")
    assert line.read.year >= 2026


def test_no_name_and_no_number_belongs_to_two_lines():
    names = [key(name) for line in REVIEWED for name in line.names]
    numbers = [number for line in REVIEWED for number in line.numbers]
    assert len(names) == len(set(names))
    assert len(numbers) == len(set(numbers))


def test_lifeline_is_lifeline():
    assert LIFELINE.numbers == {"131114", "0477131114"}
