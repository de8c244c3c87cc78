"""What the environment says, read once and typed.

Every name is listed in `.env.example` and in docs/deployment.md. A missing or
unreadable value ends the start with one line for each name, not a traceback.
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
    # Written by `make run`; what the environment already says wins.
    load_dotenv(LOCAL_ENV)


def files_cache(folder: Path) -> dict[str, str]:
    """The cache of a site on one machine. A dictionary: a folder's name may not fit a URL."""
    return {
        "BACKEND": "clinic.finished_pages.cache_backends.FilesCache",
        "LOCATION": str(folder),
    }


def shared_cache(found: dict[str, Any]) -> dict[str, Any]:
    """Django's settings for a cache: a Redis may be away or hang, and nobody waits for it."""
    if found["BACKEND"] != "django.core.cache.backends.redis.RedisCache":
        return found
    waits = {
        "socket_connect_timeout": 0.3,  # seconds
        "socket_timeout": 0.3,
        "retry": Retry(NoBackoff(), 0),  # the package's own would wait four times as long
    }
    return found | {
        "BACKEND": "clinic.finished_pages.cache_backends.SharedCache",
        "OPTIONS": waits | found.get("OPTIONS", {}),
    }


def listed(name: str, check: Callable[[list[str]], None] = rules.entries) -> list[str]:
    """Entries with a comma between them, and perhaps spaces."""
    return cast("list[str]", env.list(name, [], subcast=str.strip, validate=check))


def refuse(lines: list[str]) -> NoReturn:
    """End the start with one line an operator can act on for each fault."""
    for line in lines:
        print(f"clinic: {line}", file=sys.stderr)
    raise SystemExit(78)  # EX_CONFIG, sysexits.h


def seal() -> None:
    """Check all that was read; refuse to start if anything is missing or wrong."""
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
