import shutil

import pytest

from clinic.files_cache import FilesCache


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
