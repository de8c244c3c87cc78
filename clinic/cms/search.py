"""Wagtail's database search, with one mend for SQLite.

Its full-text engine reads a quote as the start of a phrase, and Wagtail's backend
passes the quotes of a question on unescaped: `/cms/` answered an odd number of them
with an error (https://sqlite.org/fts5.html#fts5_strings).
"""

from typing import Any

from django.db import connection
from modelsearch.backends import database
from modelsearch.query import PlainText


class _Quoteless:
    """Without quotes: the words between them are still found."""

    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        if isinstance(query, PlainText):
            words = query.query_string.replace('"', " ").strip() or "-"
            query = PlainText(words, operator=query.operator)
        return super().build_search_query_content(query, config)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  (Wagtail asks for this name)
    """The backend of the database in use."""
    backend = database.SearchBackend(params)
    if connection.vendor == "sqlite":
        for name in ("query_compiler_class", "autocomplete_query_compiler_class"):
            setattr(backend, name, type("Mended", (_Quoteless, getattr(backend, name)), {}))
    return backend
