"""The log formatter: one line per event, without personal data."""

import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path

BASE_DIR = str(Path(__file__).resolve().parents[2])


class LineFormatter(logging.Formatter):
    """Formats `time LEVEL logger message` with control characters escaped.

    Of an exception only the type and location are logged, because messages of database errors
    contain the row. A failed request is logged by its route, because its path may contain a
    token.
    """

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        line = f"{moment} {record.levelname} {record.name} {self._message(record)}"
        if record.exc_info and record.exc_info[1]:
            line += f" {self._where(record.exc_info[1])}"
        return line.encode("unicode_escape").decode("ascii")

    def _message(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        if record.name.startswith("django.request") and request is not None:
            match = getattr(request, "resolver_match", None)
            route = getattr(match, "route", None) or "(no route)"
            return f"{getattr(record, 'status_code', '')} {request.method} {route}"
        return record.getMessage()

    def _where(self, error: BaseException) -> str:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f for f in frames if f.filename.startswith(BASE_DIR)] or frames
        places = " < ".join(
            f"{f.filename.removeprefix(BASE_DIR + '/')}:{f.lineno}" for f in reversed(ours[-4:])
        )
        return f"{type(error).__name__} at {places or 'unknown'}"
