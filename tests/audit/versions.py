"""What looked at the pages, for the note beside the result."""

import json
from importlib.metadata import version

from tests import chromium
from tests.audit.scanners import MODULES, NEEDED, version_of

PACKAGES = ("@mdn/mdn-http-observatory", "vnu-jar", "pa11y", "axe-core", "@pa11y/html_codesniffer")


def said() -> str:
    """One line for each program and package."""
    programs = [f"{name}: {version_of(name, option)}" for name, option, _ in NEEDED]
    programs.append(f"Chromium: {version_of(chromium.find() or 'chromium', '--version')}")
    packages = [f"{name}: {_version(name)}" for name in PACKAGES]
    own = [f"{name}: {version(name)}" for name in ("django", "wagtail")]
    return "\n".join([*programs, *packages, *own])


def _version(package: str) -> str:
    return json.loads((MODULES / package / "package.json").read_text())["version"]
