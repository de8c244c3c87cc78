"""The apps import `clinic` and not each other."""

import re
import subprocess
import sys
from pathlib import Path

from tests import engines, order

BASE_DIR = Path(__file__).resolve().parent.parent
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def lint_imports(folder):
    return subprocess.run(
        [LINT_IMPORTS, "--config", BASE_DIR / "pyproject.toml", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )


def make_project(folder, app="", shared=""):
    for name, text in {"clinic": shared, "pages": "", "booking": app, "newsletter": ""}.items():
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(text)


def test_apps_do_not_import_each_other():
    result = lint_imports(BASE_DIR)
    assert result.returncode == 0, result.stdout


def test_import_of_another_app_is_found(tmp_path):
    make_project(tmp_path, app="import newsletter\n")
    assert "BROKEN" in lint_imports(tmp_path).stdout


def test_import_of_an_app_by_the_shared_base_is_found(tmp_path):
    make_project(tmp_path, shared="import pages\n")
    assert "BROKEN" in lint_imports(tmp_path).stdout


def test_migrations_are_named():
    automatic = [
        str(path)
        for app in ("clinic", "pages", "booking", "newsletter")
        for path in (BASE_DIR / app / "migrations").glob("*_auto_*.py")
    ]
    assert automatic == []


def test_every_direct_dependency_has_its_reason():
    for name in ("requirements.in", "requirements-dev.in"):
        lines = (BASE_DIR / name).read_text().splitlines()
        commented = False
        for line in lines:
            if line.startswith("#"):
                commented = True
            elif not line:
                commented = False
            elif not line.startswith("-c"):
                assert commented, f"{name}: no reason beside {line}"


def test_pinned_packages_carry_hashes_and_no_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (BASE_DIR / name).read_text()
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=sha256:")


def test_files_that_begin_are_there():
    assert [name for name in order.FIRST if not (order.TESTS / f"{name}.py").exists()] == []


def test_tests_that_run_on_one_database_are_there_and_need_no_other():
    """Threads and real commits are what engines differ in."""
    for name in engines.ANY_ENGINE:
        modules = list(engines.TESTS.glob(f"{name}.py")) or list(engines.TESTS.glob(f"{name}/*.py"))
        assert modules, f"tests/engines.py names {name}, which is gone"
        for module in modules:
            assert not re.search(r"\b(at_once|real_commits|transaction=True)\b", module.read_text())
