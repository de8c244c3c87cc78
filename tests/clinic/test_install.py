"""`.venv` and the packages: the real pip and uv, a package index in a folder, no network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clinic.deployment import install
from tests.clinic import package_index

UV = Path(sys.prefix) / "bin" / "uv"
#: Nothing listens there.
AWAY = "http://127.0.0.1:9/simple"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A folder with a `.venv` of its own, made as `make run` makes it."""
    folder = tmp_path_factory.mktemp("checkout")
    with pytest.MonkeyPatch.context() as patch:
        package_index.become(patch, folder)
        install._make_venv()
    return folder


@pytest.fixture(autouse=True)
def index(checkout, tmp_path, monkeypatch):
    """An empty index, which pip is told to use; uv is not in it, unlike in the real one."""
    package_index.become(monkeypatch, checkout)
    package_index.without_configuration(monkeypatch)
    monkeypatch.setenv("PIP_INDEX_URL", (tmp_path / "index").as_uri())
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    shutil.copy(Path(__file__).parents[2] / "requirements-uv.txt", checkout)
    return tmp_path / "index"


def install_it(package, digest):
    package_index.lock(install.BASE_DIR, package, digest)
    install.ensure_venv("requirements.txt")


def is_installed(package):
    command = [str(install.PYTHON), "-c", f"import {package}"]
    return subprocess.run(command, capture_output=True).returncode == 0


def refusal(capsys, package, digest):
    """The one line in which installing ends."""
    with pytest.raises(SystemExit):
        install_it(package, digest)
    return capsys.readouterr().err


@pytest.fixture
def real_uv(monkeypatch):
    """uv as if pip had just put it there; pip itself must not be asked."""
    monkeypatch.setattr(install, "_ensure_uv", lambda: UV)
    monkeypatch.setattr(install, "_pip_install", lambda *names: pytest.fail("pip was asked"))


def test_pip_installs_where_there_is_no_uv(index):
    install_it("by_pip", package_index.add(index, "by_pip"))
    assert is_installed("by_pip")


@pytest.mark.usefixtures("real_uv")
def test_uv_asks_the_index_that_pip_is_told_to_use(index):
    install_it("by_uv", package_index.add(index, "by_uv"))
    assert is_installed("by_uv")


@pytest.mark.usefixtures("real_uv")
@pytest.mark.parametrize("place", ["index", "extra"])
def test_uv_looks_into_every_index(tmp_path, monkeypatch, place):
    """Also where the first has the package, but no build for this machine."""
    extra = tmp_path / "extra"
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", f"{(tmp_path / 'none').as_uri()} {extra.as_uri()}")
    for folder in ("index", "extra"):
        package_index.add(tmp_path / folder, f"from_{place}", package_index.ELSEWHERE)
    install_it(f"from_{place}", package_index.add(tmp_path / place, f"from_{place}"))
    assert is_installed(f"from_{place}")


@pytest.mark.usefixtures("real_uv")
def test_uv_stays_off_the_network_where_pip_does(index, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", AWAY)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index / "from-folder"))
    install_it("from_folder", package_index.add(index, "from_folder"))
    assert is_installed("from_folder")


def test_pip_has_the_last_word_where_uv_does_not_get_through(index, monkeypatch, capsys):
    monkeypatch.setattr(install, "_ensure_uv", lambda: UV)
    monkeypatch.setenv("UV_DEFAULT_INDEX", AWAY)
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    install_it("through_pip", package_index.add(index, "through_pip"))
    assert is_installed("through_pip")
    assert "the package index cannot be reached" in capsys.readouterr().out


def test_uv_that_does_not_run_is_left_alone(index, monkeypatch):
    def broken_uv(*names):
        uv = install.VENV / "bin" / "uv"
        uv.write_text("#!/bin/sh\nexit 127\n")
        uv.chmod(0o755)
        return subprocess.CompletedProcess([], 0, "")

    monkeypatch.setattr(install, "_pip_install", broken_uv)
    assert install._ensure_uv() is None


def test_altered_package_is_refused_by_pip(index, capsys):
    package_index.add(index, "altered")
    assert "not the one that was pinned" in refusal(capsys, "altered", "0" * 64)


@pytest.mark.usefixtures("real_uv")
def test_altered_package_is_refused_by_uv_and_pip_is_not_asked(index, capsys):
    package_index.add(index, "altered")
    assert "not the one that was pinned" in refusal(capsys, "altered", "0" * 64)


def test_package_without_a_hash_is_refused(index, capsys):
    package_index.add(index, "unpinned")
    (install.BASE_DIR / "requirements.txt").write_text("unpinned==1.0\n")
    with pytest.raises(SystemExit):
        install.ensure_venv("requirements.txt")
    assert "Hashes are required in --require-hashes mode" in capsys.readouterr().err


def test_package_is_never_built_from_source(index, tmp_path, capsys):
    digest = package_index.add_source(index, "source", f"open({str(tmp_path / 'ran')!r}, 'w')")
    assert "source==1.0" in refusal(capsys, "source", digest)
    assert not (tmp_path / "ran").exists()


def test_package_without_a_build_for_this_machine_is_named(index, capsys):
    digest = package_index.add(index, "no_build", package_index.ELSEWHERE)
    line = refusal(capsys, "no_build", digest)
    assert "the package index offers nothing for Python" in line
    assert "no_build==1.0" in line


def test_index_out_of_reach_is_said_at_once(monkeypatch, capsys):
    monkeypatch.setenv("PIP_INDEX_URL", AWAY)
    monkeypatch.setenv("PIP_RETRIES", "1")
    line = refusal(capsys, "one", "0" * 64)
    assert line.startswith("clinic: The packages could not be installed: the package index cannot")
    assert "No matching distribution found for uv==" in line  # nothing else was asked for
    assert line.count("\n") == 1


def test_what_pip_says_is_kept_and_not_shown(index, capsys):
    refusal(capsys, "nowhere", "0" * 64)
    assert "No matching distribution found for uv" in install.LOG.read_text()
    assert capsys.readouterr().out == ""


def test_second_time_asks_nobody(index, monkeypatch):
    install_it("twice", package_index.add(index, "twice"))
    monkeypatch.setattr(install, "install", lambda files: pytest.fail("installed again"))
    install.ensure_venv("requirements.txt")


def test_venv_of_another_python_is_made_anew(checkout, monkeypatch):
    config = checkout / ".venv" / "pyvenv.cfg"
    text = config.read_text()
    assert install._venv_fits()
    config.write_text(text.replace("version = 3.", "version = 2."))
    assert not install._venv_fits()
    config.write_text(text)


def test_own_words_to_uv_stay(monkeypatch):
    monkeypatch.setenv("UV_INDEX_URL", "https://own.example.org/simple")
    monkeypatch.setenv("PIP_PROXY", "http://proxy.example.org:3128")
    assert install.uv_environment() == {"ALL_PROXY": "http://proxy.example.org:3128"}


def test_environment_counts_more_than_the_files_of_pip(tmp_path, monkeypatch):
    file = tmp_path / "pip.conf"
    file.write_text(
        "[global]\nindex-url = https://a.example.org/\ntrusted-host = a b\n"
        "[install]\nindex-url = https://b.example.org/\n"
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    assert install.uv_environment()["UV_DEFAULT_INDEX"] == os.environ["PIP_INDEX_URL"]
    monkeypatch.delenv("PIP_INDEX_URL")
    found = install.uv_environment()
    assert found["UV_DEFAULT_INDEX"] == "https://b.example.org/"
    assert found["UV_INSECURE_HOST"] == "a b"
