"""Wagtail's database search backend, with a correction for SQLite.

SQLite's full-text search reads a quotation mark as the start of a phrase, and Wagtail's backend
does not escape those of a query: an odd number of them was an error in `/cms/`
(https://sqlite.org/fts5.html#fts5_strings).
"""

from typing import Any

from django.db import connection
from modelsearch.backends import database
from modelsearch.query import PlainText


class _Quoteless:
    """Removes quotation marks from the query; the words between them are still found."""

    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        if isinstance(query, PlainText):
            words = query.query_string.replace('"', " ").strip() or "-"
            query = PlainText(words, operator=query.operator)
        return super().build_search_query_content(query, config)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  (Wagtail asks for this name)
    """Return the backend for the database in use."""
    backend = database.SearchBackend(params)
    if connection.vendor == "sqlite":
        for name in ("query_compiler_class", "autocomplete_query_compiler_class"):
            setattr(backend, name, type("Mended", (_Quoteless, getattr(backend, name)), {}))
    return backend
