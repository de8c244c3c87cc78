import pickle
import shutil
import socket
import threading
import zlib

import pytest
from environs import Env

from clinic.deployment import environment
from clinic.finished_pages.cache_backends import CircuitBreaker, FilesCache, SharedCache


@pytest.fixture
def cache(tmp_path):
    return FilesCache(str(tmp_path / "cache"), {})


def test_cache_gives_back_what_it_was_given(cache):
    cache.set("a", 1)
    assert cache.get("a") == 1
    assert cache.has_key("a")
    assert cache.delete("a")
    assert cache.get("a", "gone") == "gone"


def test_fault_of_the_file_system_is_a_miss(cache, tmp_path):
    cache.set("a", 1)
    shutil.rmtree(tmp_path / "cache")
    (tmp_path / "cache").write_text("a file where the folder was")
    cache.set("a", 2)
    assert cache.get("a", "miss") == "miss"
    assert not cache.has_key("a")
    assert not cache.delete("a")
    assert not cache.touch("a")


@pytest.mark.parametrize("keeps", [0, 5, 30])
def test_half_a_file_is_a_miss(cache, tmp_path, keeps):
    cache.set("a", "words " * 100)
    (file,) = (tmp_path / "cache").iterdir()
    file.write_bytes(file.read_bytes()[:keeps])
    assert cache.get("a", "miss") == "miss"


LATER = pickle.dumps(None, protocol=4)
DAMAGED = {
    "a class that this version does not have": b"cclinic.gone\nThing\n.",
    "a module that this version does not have": b"cgone.gone\nThing\n.",
    "a protocol of a later Python": b"\x80\x7f" + LATER[2:],
    "a stack that is empty": b"0.",
    "bytes that are no UTF-8": b"X\x02\x00\x00\x00\xff\xfe.",
    "a length that no memory has": b"\x8e\xff\xff\xff\xff\xff\xff\xff\x7f.",
    "nothing": b"",
}


@pytest.mark.parametrize("what", DAMAGED)
@pytest.mark.parametrize("where", ["value", "date"])
def test_fault_5_a_damaged_file_is_a_miss_that_heals(cache, tmp_path, what, where):
    cache.set("a", "words")
    (file,) = (tmp_path / "cache").iterdir()
    later = pickle.dumps(None)
    body = {"value": later + zlib.compress(DAMAGED[what]), "date": DAMAGED[what]}[where]
    for ask in (cache.get, cache.touch, cache.has_key):
        file.write_bytes(body)
        assert not ask("a") or ask is not cache.get
    file.write_bytes(body)
    cache.set("a", "again")
    assert cache.get("a") == "again"


@pytest.fixture
def hanging():
    """A server that takes connections and never says a word; gives how many it took."""
    taken = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def take():
            while True:
                try:
                    taken.append(listening.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield listening.getsockname()[1], taken
        for connection in taken:
            connection.close()
        listening.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def shared(monkeypatch):
    """A cache on a port of this machine, with a rest of its own."""

    def make(port):
        monkeypatch.setattr(SharedCache, "breaker", CircuitBreaker())
        settings = environment.shared_cache(
            Env().dj_cache_url("NONE", f"redis://127.0.0.1:{port}/0")
        )
        return SharedCache(settings["LOCATION"], {"OPTIONS": settings["OPTIONS"]})

    return make


def test_fault_4_a_hanging_server_is_asked_once_and_then_left_alone(hanging, shared):
    port, taken = hanging
    cache = shared(port)
    for _ in range(20):
        assert cache.get("a", "miss") == "miss"
        cache.set("a", 1)
    assert len(taken) == 1


def test_fault_4_after_a_rest_one_alone_asks_again(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr("clinic.finished_pages.cache_backends.time.monotonic", lambda: now[0])
    breaker = CircuitBreaker()
    assert breaker.allows_request()
    breaker.open()
    assert not breaker.allows_request()
    now[0] += breaker.SECONDS
    assert [breaker.allows_request() for _ in range(3)] == [True, False, False]
    breaker.close()
    assert all(breaker.allows_request() for _ in range(3))


def test_server_that_is_away_is_a_miss(shared):
    cache = shared(1)
    cache.set("a", 1)
    assert cache.get("a", "miss") == "miss"
    assert not cache.has_key("a")
    assert not cache.delete("a")
    assert not cache.touch("a")


def test_fault_4_many_keys_at_once_are_misses_too(shared):
    """Wagtail asks so for the sizes of a page's pictures."""
    cache = shared(1)
    cache.set_many({"a": 1, "b": 2})
    assert cache.get_many(["a", "b"]) == {}
    assert cache.get_or_set("a", 3) == 3
    assert not cache.add("a", 1)
    cache.delete_many(["a", "b"])


def test_cache_of_several_machines_may_be_away_and_is_not_waited_for():
    found = environment.shared_cache(Env().dj_cache_url("NONE", "redis://127.0.0.1:1/0"))
    assert found["BACKEND"] == "clinic.finished_pages.cache_backends.SharedCache"
    assert found["OPTIONS"]["socket_connect_timeout"] < 1
