"""Why an installer stopped, in one line. Standard library only.

pip and uv end with the same status whatever happened, so their words are read.
"""

from __future__ import annotations  # an old Python must come as far as its refusal

import platform
import re
import sys
from typing import NamedTuple


class Cause(NamedTuple):
    """What is said, and what pip or uv write when it is so."""

    words: str
    signs: tuple[str, ...]


DISK_FULL = Cause(
    "the disk is full",
    ("No space left on device", "[Errno 28]", "os error 28", "Disk quota exceeded"),
)
ALTERED = Cause(
    "a package is not the one that was pinned (its hash differs)",
    ("DO NOT MATCH THE HASHES", "Hash mismatch for"),
)
DISTRUSTED = Cause(
    "the certificate of the package index is not trusted here",
    ("CERTIFICATE_VERIFY_FAILED", "invalid peer certificate"),
)
REFUSED = Cause(
    "the package index or a proxy refuses to answer",
    ("HTTP error 4", "401 Client Error", "403 Client Error", "403 Forbidden", "401 Unauthorized",
     "status client error", "Tunnel connection failed", "407 Proxy Authentication"),
)  # fmt: skip
UNREACHABLE = Cause(
    "the package index cannot be reached (network, proxy, or its address)",
    ("Retry(total=0", "Max retries exceeded", "Connection broken", "Connection aborted",
     "Read timed out", "ConnectionError", "ReadTimeoutError", "ProtocolError", "IncompleteRead",
     "error sending request", "dns error", "tcp connect error", "operation timed out",
     "Failed to fetch", "network connectivity is disabled"),
)  # fmt: skip
#: All that pip says of an index that refuses, too.
NOTHING = Cause(
    "the package index offers nothing for {machine}: it has no such package, or refuses to answer",
    ("(from versions: none)",),
)
NO_BUILD = Cause(
    "the package index has no build of a package for {machine}",
    ("No matching distribution found", "is not a supported wheel", "has no usable wheels",
     "has no wheels with a matching", "does not satisfy Python", "was not found in the"),
)  # fmt: skip
#: In the order in which they are looked for: a retry may have been followed by anything.
CAUSES = (DISK_FULL, ALTERED, DISTRUSTED, REFUSED, UNREACHABLE, NOTHING, NO_BUILD)
#: Lines that say nothing about the end.
NOISE = re.compile(r"\s*(WARNING|DEPRECATION|\[notice\]|hint:|note:|$)", re.IGNORECASE)
#: A retry that was not the last one.
RETRY = re.compile(r"Retry\(total=[1-9]")
LONGEST = 300


def why(installer: str, status: int, output: str) -> str:
    """One line: the cause if it is known, and the installer's own words."""
    cause = _cause(output)
    if cause:
        reason = cause.words.format(machine=machine())
    else:
        reason = f"{installer} ended with status {status}"
    words = useful(output)
    return f"{reason}. {installer} said: {words}." if words else f"{reason}."


def is_final(output: str) -> bool:
    """Another installer would end the same way, or must not be asked."""
    return _cause(output) in (DISK_FULL, ALTERED)


def is_away(output: str) -> bool:
    """The index did not answer this installer."""
    return _cause(output) in (DISTRUSTED, REFUSED, UNREACHABLE)


def machine() -> str:
    """Such as `Python 3.11.2 on linux x86_64`."""
    return f"Python {platform.python_version()} on {sys.platform} {platform.machine()}"


def useful(output: str) -> str:
    """The last error and the line that belongs to it, else the last line that is not noise."""
    lines = [line.strip() for line in output.splitlines() if not NOISE.match(line)]
    errors = [at for at, line in enumerate(lines) if line.lower().startswith("error:")]
    told = lines[errors[-1] :][:2] if errors else lines[-1:]
    if any(line.startswith("Traceback") for line in told):
        told = lines[-1:]
    return re.sub("^error: *", "", " ".join(told), flags=re.IGNORECASE)[:LONGEST].rstrip(".")


def _cause(output: str) -> Cause | None:
    told = "\n".join(line for line in output.splitlines() if not RETRY.search(line))
    return next((c for c in CAUSES if any(sign in told for sign in c.signs)), None)
