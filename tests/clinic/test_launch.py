"""`make run` before there is a site: the parts of clinic/launch.py."""

import ast
import contextlib
import os
import stat
import sys

import pytest

from clinic import launch
from clinic.deployment import install


def test_local_env_is_written_once_and_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.setattr(launch, "VAR_DIR", tmp_path / "var")
    launch.ensure_local_env()
    path = tmp_path / "var" / "local.env"
    first = path.read_text()
    launch.ensure_local_env()
    assert path.read_text() == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert first.count("DEMO_PASSWORD_") == first.count("DEMO_APP_KEY_") == len(launch.ROLES)


def test_local_env_differs_between_copies(tmp_path, monkeypatch):
    texts = []
    for name in ("a", "b"):
        monkeypatch.setattr(launch, "VAR_DIR", tmp_path / name)
        launch.ensure_local_env()
        texts.append((tmp_path / name / "local.env").read_text())
    assert texts[0] != texts[1]


def test_old_python_is_refused_in_one_line(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 0))
    with pytest.raises(SystemExit):
        launch.check_python()
    assert capsys.readouterr().err.startswith("clinic: Python 3.11 or newer is needed, this is 3.9")


def test_digest_notices_a_changed_file(tmp_path, monkeypatch):
    monkeypatch.setattr(install, "BASE_DIR", tmp_path)
    file = tmp_path / "a.css"
    file.write_text("a")
    before = install.digest([file])
    file.write_text("b")
    assert install.digest([file]) != before


@pytest.mark.parametrize(("machine", "refused"), [("x86_64", True), ("arm64", False)])
def test_intel_mac_is_refused_in_one_line(monkeypatch, capsys, machine, refused):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr("platform.machine", lambda: machine)
    with pytest.raises(SystemExit) if refused else contextlib.nullcontext():
        launch.check_python()
    line = capsys.readouterr().err
    assert line.startswith("clinic: Macs with an Intel processor") == refused
    assert line.count("\n") == refused


@pytest.mark.parametrize("name", ["launch", "deployment/install", "deployment/install_errors"])
def test_old_python_can_read_what_refuses_it(name):
    """The grammar of Python 3.8, and no annotation that is worked out while it is read."""
    source = (launch.BASE_DIR / "clinic" / f"{name}.py").read_text()
    tree = ast.parse(source, feature_version=(3, 8))
    future = next(node for node in tree.body if isinstance(node, ast.ImportFrom))
    assert (future.module, future.names[0].name) == ("__future__", "annotations")


@pytest.fixture
def collecting(tmp_path, monkeypatch):
    """Call it with a shell script that stands for `manage.py collectstatic`."""

    def stand_for(script):
        command = tmp_path / "python"
        command.write_text(f"#!/bin/sh\n{script}\n")
        command.chmod(0o700)
        monkeypatch.setattr(launch, "PYTHON", command)
        monkeypatch.setattr(launch, "STATIC_STAMP", tmp_path / "static.stamp")
        return tmp_path

    return stand_for


def test_static_files_are_collected_beside_what_is_done_meanwhile(collecting):
    folder = collecting('read -r line < "$FOLDER/pipe"; echo "$line" >> "$FOLDER/said"')
    os.mkfifo(folder / "pipe")
    with launch.static_collected(FOLDER=str(folder)):
        (folder / "pipe").write_text("collected\n")  # one that came before would wait for ever
    assert (folder / "said").read_text() == "collected\n"
    with launch.static_collected(FOLDER=str(folder)):  # nothing has changed
        pass
    assert (folder / "said").read_text() == "collected\n"


def test_static_files_that_cannot_be_collected_refuse_the_start(collecting, capsys):
    folder = collecting("exit 3")
    with pytest.raises(SystemExit):
        launch.ensure_static()
    assert capsys.readouterr().err.startswith("clinic: Static files could not be collected")
    assert not (folder / "static.stamp").exists()


def test_start_that_fails_meanwhile_ends_the_collecting(collecting):
    folder = collecting("exec sleep 600")
    with pytest.raises(ZeroDivisionError), launch.static_collected():
        raise ZeroDivisionError
    assert not (folder / "static.stamp").exists()
