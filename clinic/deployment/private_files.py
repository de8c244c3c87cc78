"""What the site writes is for its own user: requests, mails with live links, pictures, caches."""

import logging
import os
import stat
import sys
from pathlib import Path

logger = logging.getLogger(__name__)

OTHERS = 0o077
#: What this site keeps in VAR_DIR. Whatever else is there may be somebody else's.
OURS = ("mail", "media", "cache", "local.env", "install.log")
DATABASE = "*.sqlite3*"


def set_umask() -> None:
    """For this process and all that it starts. Static files are code, and no secret."""
    if sys.argv[1:2] != ["collectstatic"]:
        os.umask(OTHERS)


def tighten(folder: Path) -> int:
    """Take from others what an earlier version let them read; how many files and folders."""
    if not folder.is_dir():
        return 0
    if folder.stat().st_mode & stat.S_ISVTX:
        logger.warning("VAR_DIR is a folder for everybody: give the site one of its own")
        found: list[Path] = []
    else:
        found = [folder]
    for path in (*(folder / name for name in OURS), *folder.glob(DATABASE)):
        found.append(path)
        found += (Path(where, name) for where, *names in os.walk(path) for n in names for name in n)
    return sum(_tighten_one(path) for path in found)


def _tighten_one(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode) or not mode & OTHERS:
            return False
        path.chmod(stat.S_IMODE(mode) & ~OTHERS)
    except OSError:  # gone, or not ours
        return False
    return True
