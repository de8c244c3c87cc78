"""The scanners of package.json, in a folder under var/. Standard library only."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from clinic import launch
from clinic.deployment import install

HERE = Path(__file__).resolve().parent
FOLDER = launch.BASE_DIR / "var" / "audit"
MODULES = FOLDER / "node_modules"
VNU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
OBSERVATORY = MODULES / "@mdn" / "mdn-http-observatory"
#: Name, how it says its version, the first that will do.
NEEDED = (("node", "--version", 20), ("java", "-version", 17), ("npm", "--version", 9))
#: Their install scripts would fetch a browser, and lists that nothing here reads.
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
#: What Node needs to find them, for a script that lies elsewhere.
ENVIRONMENT = {"NODE_PATH": str(MODULES), "PUPPETEER_SKIP_DOWNLOAD": "1"}


def ensure() -> None:
    """Install what package-lock.json says; a stamp saves the second time."""
    for program, option, least in NEEDED:
        _refuse_older(program, option, least)
    lock = HERE / "package-lock.json"
    stamp, wanted = FOLDER / "stamp", install.digest([HERE / "package.json", lock])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, FOLDER)
    done = subprocess.run(
        INSTALL, cwd=FOLDER, env=os.environ | ENVIRONMENT, capture_output=True, text=True
    )
    if done.returncode:
        launch.refuse(f"The scanners could not be installed:\n{done.stderr}")
    # Which hosts browsers ship as https only: none of them is the host of a test.
    (OBSERVATORY / "conf" / "hsts-preload.json").write_text("{}")
    stamp.write_text(wanted)


def _refuse_older(program: str, option: str, least: int) -> None:
    said = version_of(program, option) if shutil.which(program) else ""
    found = re.search(r"\d+", said)
    if not found or int(found[0]) < least:
        launch.refuse(f"make audit needs {program} {least} or newer on the PATH.")


def version_of(program: str, option: str) -> str:
    """The first line of what it says of itself, which Java writes elsewhere."""
    done = subprocess.run([program, option], capture_output=True, text=True)
    return (done.stdout or done.stderr).splitlines()[0]
