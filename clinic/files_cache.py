"""Caches that may fail: a full disk, half a file or a lost server is a miss, not an error page."""

import logging
import pickle
import zlib
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

logger = logging.getLogger(__name__)


class _MayFail:
    """Django's, with faults of where it keeps things taken for misses."""

    faults: tuple[type[Exception], ...]

    def _or(self, fallback: Any, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return work(*args, **kwargs)
        except self.faults as error:
            logger.warning("cache: %s", type(error).__name__)
            return fallback

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._or(default, super().get, key, default, version)  # type: ignore[misc]

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._or(None, super().set, *args, **kwargs)  # type: ignore[misc]

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._or(False, super().touch, *args, **kwargs))  # type: ignore[misc]

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._or(False, super().delete, *args, **kwargs))  # type: ignore[misc]

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._or(False, super().has_key, *args, **kwargs))  # type: ignore[misc]


class FilesCache(_MayFail, FileBasedCache):
    #: The last two: a file of which a power cut left a part.
    faults = (OSError, zlib.error, EOFError, pickle.UnpicklingError)


class SharedCache(_MayFail, RedisCache):
    """For several machines."""

    faults = (OSError, RedisError)
