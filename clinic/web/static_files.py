"""WhiteNoise with byte ranges as RFC 9110 (14.1) defines them."""

import re
import sys
from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Response, SlicedFile, StaticFile

_RANGE = re.compile(r"\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*", re.ASCII | re.IGNORECASE)


class RangedFile(StaticFile):  # type: ignore[misc]
    """Corrects a range of one byte, which WhiteNoise takes for an empty one."""

    def get_range_response(self, range_header: str, base_headers: Any, file_handle: Any) -> Any:
        size = int(dict(base_headers)["Content-Length"])
        start, end = self.get_byte_range(range_header, size)
        if start > end:
            return self.get_range_not_satisfiable_response(file_handle, size)
        headers = [item for item in base_headers if item[0] != "Content-Length"]
        headers.append(("Content-Range", f"bytes {start}-{end}/{size}"))
        headers.append(("Content-Length", str(end - start + 1)))
        part = SlicedFile(file_handle, start, end) if file_handle is not None else None
        return Response(206, headers, part)

    @staticmethod
    def parse_byte_range(range_header: str) -> tuple[int, int | None]:
        """Return first and last position; the first is negative in a suffix range.

        Raises ValueError for what is ignored: no range, several, or an end before the start.
        """
        match = _RANGE.fullmatch(range_header)
        if not match or not (match[1] or match[2]):
            raise ValueError(range_header)
        if not match[1]:
            return -int(match[2]) or sys.maxsize, None  # "-0" cannot be satisfied
        start, end = int(match[1]), int(match[2]) if match[2] else None
        if end is not None and end < start:
            raise ValueError(range_header)
        return start, end


class StaticFilesMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]
    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> Any:
        file = super().get_static_file(path, url, stat_cache=stat_cache)
        file.__class__ = RangedFile  # WhiteNoise has no setting for it; it adds no state
        return file
