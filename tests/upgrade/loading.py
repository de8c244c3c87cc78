"""What an earlier version left in its database, put into this one's."""

from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection


def load(rows: dict[str, list[dict[str, Any]]]) -> None:
    """Insert rows by table and column, as the earlier version did: newer columns left out."""
    for label, found in rows.items():
        for row in found:
            _insert(apps.get_model(label), row)
    models = [apps.get_model(label) for label in rows]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _insert(model: Any, row: dict[str, Any]) -> None:
    fields = {field.column: field for field in model._meta.local_concrete_fields}
    gone = [column for column in row if column not in fields]
    assert not gone, f"{model._meta.db_table} had {gone}: columns are never renamed or dropped"
    values = [
        fields[column].get_db_prep_save(fields[column].to_python(value), connection)
        for column, value in row.items()
    ]
    names = ", ".join(map(connection.ops.quote_name, row))
    places = ", ".join(["%s"] * len(row))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", values)
