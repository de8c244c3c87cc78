import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from clinic.privacy import sealed

OLD, NEW = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))


@given(st.text())
def test_seal_gives_back_any_text(text):
    data = sealed.seal(text, place="t.c.1")
    assert sealed.open_sealed(data, place="t.c.1") == text


def test_seal_hides_the_text_and_never_repeats():
    first, second = (sealed.seal("grief", place="t.c.1") for _ in range(2))
    assert b"grief" not in first
    assert first != second


def test_open_refuses_text_moved_to_another_row():
    data = sealed.seal("grief", place="t.c.1")
    with pytest.raises(sealed.UnreadableError):
        sealed.open_sealed(data, place="t.c.2")


def test_open_refuses_text_that_was_changed():
    data = bytearray(sealed.seal("grief", place="t.c.1"))
    data[-1] ^= 1
    with pytest.raises(sealed.UnreadableError):
        sealed.open_sealed(bytes(data), place="t.c.1")


def test_open_reads_what_an_older_key_sealed(settings):
    settings.FIELD_KEYS = [OLD]
    data = sealed.seal("grief", place="t.c.1")
    settings.FIELD_KEYS = [NEW, OLD]
    assert sealed.open_sealed(memoryview(data), place="t.c.1") == "grief"
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(sealed.UnreadableError):
        sealed.open_sealed(data, place="t.c.1")


@pytest.mark.parametrize("key", ["short", "*" * 44, ""])
def test_read_key_refuses_what_is_no_key(key):
    with pytest.raises(ImproperlyConfigured):
        sealed.read_key(key)
