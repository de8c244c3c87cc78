import shutil

import pytest
from environs import Env

from clinic import environment
from clinic.files_cache import FilesCache, SharedCache


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


def test_server_that_is_away_is_a_miss():
    cache = SharedCache("redis://127.0.0.1:1/0", {})
    cache.set("a", 1)
    assert cache.get("a", "miss") == "miss"
    assert not cache.has_key("a")
    assert not cache.delete("a")
    assert not cache.touch("a")


def test_cache_of_several_machines_may_be_away_and_is_not_waited_for():
    found = environment.shared_cache(Env().dj_cache_url("NONE", "redis://127.0.0.1:1/0"))
    assert found["BACKEND"] == "clinic.files_cache.SharedCache"
    assert found["OPTIONS"]["socket_connect_timeout"] == 1
