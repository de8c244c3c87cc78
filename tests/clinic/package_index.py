"""A package index in a folder, and a checkout that installs from it with the real pip and uv."""

import hashlib
import io
import os
import tarfile
import zipfile
from pathlib import Path

from clinic.deployment import install

ANY = "py3-none-any"
#: No machine is one; pip and uv find nothing to install in it.
ELSEWHERE = "cp311-cp311-win_arm64"
METADATA = "Metadata-Version: 2.1\nName: {0}\nVersion: 1.0\n"


def add(index: Path, package: str, tag: str = ANY) -> str:
    """A package of one module. Returns the digest of its wheel."""
    folder = index / package.replace("_", "-")
    folder.mkdir(parents=True, exist_ok=True)
    path, info = folder / f"{package}-1.0-{tag}.whl", f"{package}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{package}.py", "")
        wheel.writestr(f"{info}/METADATA", METADATA.format(package))
        wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        wheel.writestr(f"{info}/RECORD", f"{package}.py,,\n")
    with (folder / "index.html").open("a") as page:
        page.write(f'<a href="{path.name}">{path.name}</a>')
    return hashlib.sha256(path.read_bytes()).hexdigest()


def add_source(index: Path, package: str, setup: str) -> str:
    """A package that would have to be built. Returns the digest of its archive."""
    folder = index / package
    folder.mkdir(parents=True)
    path = folder / f"{package}-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in (("setup.py", setup), ("PKG-INFO", METADATA.format(package))):
            entry = tarfile.TarInfo(f"{package}-1.0/{name}")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    (folder / "index.html").write_text(f'<a href="{path.name}">{path.name}</a>')
    return hashlib.sha256(path.read_bytes()).hexdigest()


def lock(checkout: Path, package: str, digest: str) -> None:
    (checkout / "requirements.txt").write_text(f"{package}==1.0 --hash=sha256:{digest}\n")


def without_configuration(monkeypatch) -> None:
    """No settings for pip or uv from whoever runs the tests."""
    for name in os.environ:
        if name.startswith(("PIP_", "UV_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("UV_NO_CONFIG", "1")


def become(monkeypatch, checkout: Path) -> None:
    """Installing happens in this folder."""
    monkeypatch.setattr(install, "BASE_DIR", checkout)
    monkeypatch.setattr(install, "VENV", checkout / ".venv")
    monkeypatch.setattr(install, "PYTHON", checkout / ".venv" / "bin" / "python")
    monkeypatch.setattr(install, "LOG", checkout / "var" / "install.log")
