import pytest

from booking import references


def test_reference_is_readable_and_random():
    """Pitfall 13: no look-alikes, nothing of the date."""
    found = {references.new() for _ in range(500)}
    assert len(found) == 500
    letters = "".join(r.removeprefix("MM-").replace("-", "") for r in found)
    assert set(letters) <= set(references.ALPHABET)
    assert not set(references.ALPHABET) & set("0O1IL2Z5S8BUAE")


@pytest.mark.parametrize(
    "typed", ["MM-7K3Q-9TXD", "mm7k3q9txd", " 7k3q 9txd ", "7K3Q–9TXD", "mm 7k3q-9txd"]
)
def test_reference_as_typed_is_understood(typed):
    assert references.normalise(typed) == "MM-7K3Q-9TXD"


@pytest.mark.parametrize("typed", ["", "MM", "Sample", "MM-7K3Q-9TX0", "MM-7K3Q-9TXDD"])
def test_other_text_is_no_reference(typed):
    assert references.normalise(typed) == ""
