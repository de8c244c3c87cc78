"""Reads and validates environment variables.

Every name is listed in `.env.example` and in docs/deployment.md. With missing or invalid values
the start ends with one line for each name, not a traceback.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, cast

from dotenv import load_dotenv
from environs import Env, EnvValidationError
from redis.backoff import NoBackoff
from redis.retry import Retry

from clinic.deployment import environment_rules as rules
from clinic.deployment import private_files

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var")
LOCAL_ENV = VAR_DIR / "local.env"

private_files.set_umask()

env = Env(eager=False)
if LOCAL_ENV.exists():
    # Written by `make run`; variables that are set already take precedence.
    load_dotenv(LOCAL_ENV)


def files_cache(folder: Path) -> dict[str, str]:
    """Return the cache settings of a site on one machine.

    Not a CACHE_URL, because a path may contain characters that a URL cannot.
    """
    return {
        "BACKEND": "clinic.finished_pages.cache_backends.FilesCache",
        "LOCATION": str(folder),
    }


def shared_cache(parsed: dict[str, Any]) -> dict[str, Any]:
    """Return cache settings with short timeouts for a Redis that may be away or hang."""
    if parsed["BACKEND"] != "django.core.cache.backends.redis.RedisCache":
        return parsed
    timeouts = {
        "socket_connect_timeout": 0.3,  # seconds
        "socket_timeout": 0.3,
        "retry": Retry(NoBackoff(), 0),  # without retries, which would take four times as long
    }
    return parsed | {
        "BACKEND": "clinic.finished_pages.cache_backends.SharedCache",
        "OPTIONS": timeouts | parsed.get("OPTIONS", {}),
    }


def listed(name: str, check: Callable[[list[str]], None] = rules.entries) -> list[str]:
    """Return a list separated by commas, with optional spaces."""
    return cast("list[str]", env.list(name, [], subcast=str.strip, validate=check))


def refuse(lines: list[str]) -> NoReturn:
    """End the start with one line for each fault, for the operator."""
    for line in lines:
        print(f"clinic: {line}", file=sys.stderr)
    raise SystemExit(78)  # EX_CONFIG, sysexits.h


def seal() -> None:
    """Validate all values read so far; refuse to start if one is missing or invalid."""
    try:
        env.seal()
    except EnvValidationError as error:
        messages_by_name = cast("dict[str, list[str]]", error.error_messages)
        refuse(
            [
                f"{name}: {'; '.join(str(m) for m in messages)} See .env.example."
                for name, messages in sorted(messages_by_name.items())
            ]
        )
