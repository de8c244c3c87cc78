"""Finds the reason why an installer failed, using only the standard library.

pip and uv exit with the same status for all errors, so their output is searched.
"""

from __future__ import annotations  # so that an old Python gets as far as its refusal

import platform
import re
import sys
from typing import NamedTuple


class Cause(NamedTuple):
    """A reason to show, and the strings in the output of pip or uv that indicate it."""

    reason: str
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
#: pip's output is the same for an index that refuses.
NOTHING = Cause(
    "the package index offers nothing for {machine}: it has no such package, or refuses to answer",
    ("(from versions: none)",),
)
NO_BUILD = Cause(
    "the package index has no build of a package for {machine}",
    ("No matching distribution found", "is not a supported wheel", "has no usable wheels",
     "has no wheels with a matching", "does not satisfy Python", "was not found in the"),
)  # fmt: skip
#: In order of precedence, because an output may contain several.
CAUSES = (DISK_FULL, ALTERED, DISTRUSTED, REFUSED, UNREACHABLE, NOTHING, NO_BUILD)
#: Lines that do not explain the failure.
NOISE = re.compile(r"\s*(WARNING|DEPRECATION|\[notice\]|hint:|note:|$)", re.IGNORECASE)
#: A retry that was not the last one.
RETRY = re.compile(r"Retry\(total=[1-9]")
MAX_LENGTH = 300


def reason(installer: str, status: int, output: str) -> str:
    """Return one line: the cause if it is known, and the installer's own message."""
    cause = _cause(output)
    if cause:
        reason = cause.reason.format(machine=machine())
    else:
        reason = f"{installer} ended with status {status}"
    message = error_message(output)
    return f"{reason}. {installer} said: {message}." if message else f"{reason}."


def is_final(output: str) -> bool:
    """Whether another installer would fail in the same way, or must not be tried."""
    return _cause(output) in (DISK_FULL, ALTERED)


def is_away(output: str) -> bool:
    """Whether this installer got no response from the index."""
    return _cause(output) in (DISTRUSTED, REFUSED, UNREACHABLE)


def machine() -> str:
    """Return a text such as `Python 3.11.2 on linux x86_64`."""
    return f"Python {platform.python_version()} on {sys.platform} {platform.machine()}"


def error_message(output: str) -> str:
    """Return the last error and the line after it, else the last line that is not noise."""
    lines = [line.strip() for line in output.splitlines() if not NOISE.match(line)]
    errors = [index for index, line in enumerate(lines) if line.lower().startswith("error:")]
    message = lines[errors[-1] :][:2] if errors else lines[-1:]
    if any(line.startswith("Traceback") for line in message):
        message = lines[-1:]
    text = re.sub("^error: *", "", " ".join(message), flags=re.IGNORECASE)
    return text[:MAX_LENGTH].rstrip(".")


def _cause(output: str) -> Cause | None:
    text = "\n".join(line for line in output.splitlines() if not RETRY.search(line))
    return next((c for c in CAUSES if any(sign in text for sign in c.signs)), None)
