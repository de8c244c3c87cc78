"""File permissions: everything the site writes is readable by its own system user only."""

import logging
import os
import stat
import sys
from pathlib import Path

logger = logging.getLogger(__name__)

OTHER_USERS = 0o077
#: The site's files in VAR_DIR; others there are not changed.
OWN_NAMES = ("mail", "media", "cache", "local.env", "install.log")
DATABASE = "*.sqlite3*"


def set_umask() -> None:
    """Set the umask of this process and its children, except for static files."""
    if sys.argv[1:2] != ["collectstatic"]:
        os.umask(OTHER_USERS)


def restrict_permissions(folder: Path) -> int:
    """Remove other users' permissions on files of earlier versions; return how many."""
    if not folder.is_dir():
        return 0
    if folder.stat().st_mode & stat.S_ISVTX:
        logger.warning("VAR_DIR is a folder for everybody: give the site one of its own")
        paths: list[Path] = []
    else:
        paths = [folder]
    for path in (*(folder / name for name in OWN_NAMES), *folder.glob(DATABASE)):
        paths.append(path)
        paths += (Path(top, name) for top, *names in os.walk(path) for n in names for name in n)
    return sum(_restrict(path) for path in paths)


def _restrict(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode) or not mode & OTHER_USERS:
            return False
        path.chmod(stat.S_IMODE(mode) & ~OTHER_USERS)
    except OSError:  # deleted meanwhile, or owned by another user
        return False
    return True
