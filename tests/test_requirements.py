"""The requirement files, read without asking anybody; tests/locks.py asks pip and uv.

Old versions of pip refuse a file in which one extra, one hash or one version is missing, and
the newest does not: nobody who tests with the newest would see it.
"""

import contextlib
import re
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests import locks

BASE_DIR = Path(__file__).resolve().parent.parent
#: Where the site and its tests run.
MACHINES = [
    {"sys_platform": system, "platform_machine": machine, "python_full_version": python,
     "python_version": ".".join(python.split(".")[:2]), "implementation_name": "cpython",
     "platform_python_implementation": "CPython"}
    for system, machine in [("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64")]
    for python in ("3.11.2", "3.11.14", "3.12.1", "3.13.0", "3.14.0")
]  # fmt: skip


def blocks(name):
    """Each requirement with its hashes as one line; comments are gone."""
    text = (BASE_DIR / f"{name}.txt").read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def locked(name):
    return [Requirement(line.split("--hash=")[0]) for line in blocks(name)]


def direct(name):
    text = (BASE_DIR / f"{name}.in").read_text()
    return [Requirement(line) for line in text.splitlines() if line and line[0] not in "#-"]


def pins(names, machine):
    """What pip would install there: name to requirements, one for each file."""
    found = {}
    for requirement in (r for name in names for r in locked(name)):
        if requirement.marker is None or requirement.marker.evaluate(machine):
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


@pytest.mark.parametrize("name", locks.NAMES)
def test_every_requirement_is_pinned_and_hashed(name):
    for block in blocks(name):
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+ ", block), block
        assert re.search(r" --hash=sha256:[0-9a-f]{64}( |$)", block), block


@pytest.mark.parametrize("name", locks.NAMES)
def test_no_machine_is_named(name):
    text = (BASE_DIR / f"{name}.txt").read_text()
    assert not re.search(r"://|^\s*-(?!-hash)|@ |(^|\s)/\w", text, re.MULTILINE)


@pytest.mark.parametrize("names", locks.INSTALLED, ids="+".join)
@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: " ".join(list(m.values())[:3]))
def test_one_version_of_each_package_is_chosen(names, machine):
    for name, requirements in pins(names, machine).items():
        assert len({str(r.specifier) for r in requirements}) == 1, name
    for requirement in (r for name in names for r in direct(name)):
        (chosen, *_) = pins(names, machine)[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(str(chosen.specifier).removeprefix("=="))


def asked(names, machine):
    """Everything that a locked package asks for there, as its installed copy says."""
    for name, (requirement, *others) in pins(names, machine).items():
        extras = {"", *requirement.extras, *(e for r in others for e in r.extras)}
        try:
            texts = requires(name) or []
        except PackageNotFoundError:  # for other machines than this one
            continue
        for wish in map(Requirement, texts):
            if not wish.marker or any(wish.marker.evaluate(machine | {"extra": e}) for e in extras):
                yield name, wish


@pytest.mark.parametrize("names", [("requirements",), ("requirements", "requirements-dev")])
@pytest.mark.parametrize("machine", MACHINES[:5], ids=lambda m: m["python_full_version"])
def test_whatever_a_package_asks_for_is_there_with_its_extras(names, machine):
    chosen = pins(names, machine)
    for name, wish in asked(names, machine):
        found = chosen.get(canonicalize_name(wish.name))
        assert found, f"{name} asks for {wish}"
        assert any(wish.extras <= requirement.extras for requirement in found), f"{name}: {wish}"


@pytest.mark.parametrize("machine", MACHINES[:5], ids=lambda m: m["python_full_version"])
def test_every_package_runs_on_the_python_it_is_chosen_for(machine):
    for name, (chosen, *_) in pins(locks.INSTALLED[1], machine).items():
        with contextlib.suppress(PackageNotFoundError):  # for other machines than this one
            told = metadata(name)
            if chosen.specifier.contains(told["Version"]):
                pythons = SpecifierSet(told.get("Requires-Python", ""))
                assert pythons.contains(machine["python_full_version"]), f"{name}: {pythons}"


def test_uv_has_a_build_for_every_machine_we_name():
    """As many hashes as there are builds: Linux (glibc, musl), macOS, several processors."""
    (block,) = blocks("requirements-uv")
    assert block.count("--hash=") >= 12
