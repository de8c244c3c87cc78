"""Cache backends whose failures are misses: a full disk, a damaged file, a server that is away."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

logger = logging.getLogger(__name__)


class _FailureTolerant:
    """Mixin for Django's cache backends: a failure of the storage is a cache miss.

    Any exception while reading is a miss, too: the value may be damaged, or come from a
    version of this site or of Python whose classes this one does not have.
    """

    faults: tuple[type[Exception], ...]

    def _call(self, default: Any, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except self.faults as error:
            logger.warning("cache: %s", type(error).__name__)
            return default

    def _read(self, default: Any, method: Callable[..., Any], key: Any, *args: Any) -> Any:
        try:
            return self._call(default, method, key, *args)
        except Exception as error:
            logger.warning("cache: unreadable, %s", type(error).__name__)
            self.delete(key)
            return default

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._read(default, super().get, key, default, version)  # type: ignore[misc]

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self._read(False, super().has_key, key, version))  # type: ignore[misc]

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        def method(key: Any) -> Any:
            return super(_FailureTolerant, self).touch(key, *args, **kwargs)  # type: ignore[misc]

        return bool(self._read(False, method, key))

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._call(None, super().set, *args, **kwargs)  # type: ignore[misc]

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._call(False, super().delete, *args, **kwargs))  # type: ignore[misc]

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._call(False, super().add, *args, **kwargs))  # type: ignore[misc]

    # The base class's methods, which call those above for each key.
    get_many = BaseCache.get_many
    set_many = BaseCache.set_many
    delete_many = BaseCache.delete_many


class FilesCache(_FailureTolerant, FileBasedCache):
    faults = (OSError,)


class CircuitBreaker:
    """After a failure, no requests for a while; then one thread tries again."""

    SECONDS = 15.0

    def __init__(self) -> None:
        self._until = 0.0
        self._lock = threading.Lock()

    def allows_request(self) -> bool:
        """Whether the caller may send a request.

        After the pause one caller may; the others wait for as long again.
        """
        with self._lock:
            now = time.monotonic()
            if self._until and now < self._until:
                return False
            if self._until:
                self._until = now + self.SECONDS
            return True

    def open(self) -> None:
        with self._lock:
            self._until = time.monotonic() + self.SECONDS

    def close(self) -> None:
        self._until = 0.0


class SharedCache(_FailureTolerant, RedisCache):
    """Redis cache for several machines; not every page waits for a server that hangs."""

    faults = (OSError, RedisError)
    #: One for all threads and cache aliases of this process, because they share one server.
    breaker = CircuitBreaker()

    def _call(self, default: Any, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if not self.breaker.allows_request():
            return default
        try:
            result = method(*args, **kwargs)
        except self.faults as error:
            logger.warning("cache: %s", type(error).__name__)
            self.breaker.open()
            return default
        self.breaker.close()
        return result
