"""What the database of a served site holds, read past Django in the SQL of both engines."""

import sqlite3
import uuid
from dataclasses import dataclass
from typing import Any

import psycopg2

from tests.journeys.served import ServedSite

REQUESTS = "SELECT email, reference FROM booking_appointmentrequest"
#: Everything that belongs to a request, counted: a whole one has one of each.
PARTS = """
SELECT r.reference,
  (SELECT count(*) FROM booking_intakeanswers a WHERE a.appointment_request_id = r.id),
  (SELECT count(*) FROM booking_privacyconsent c WHERE c.appointment_request_id = r.id),
  (SELECT count(*) FROM booking_requestevent e
    WHERE e.appointment_request_id = r.id AND e.kind = 'received'),
  (SELECT count(*) FROM clinic_outgoingemail m
    WHERE m.about = 'request:' || r.reference AND m.kind = 'booking/receipt'),
  (SELECT count(*) FROM clinic_outgoingemail m
    WHERE m.kind = 'booking/notices' OR
      m.about = 'request:' || r.reference AND m.kind = 'booking/notice') > 0
FROM booking_appointmentrequest r
"""
WAITING = "SELECT count(*) FROM clinic_outgoingemail WHERE state NOT IN ('sent', 'failed')"
#: As if hours had passed: pauses and leases are over. Only while no worker runs.
MAKE_DUE = [
    "UPDATE clinic_outgoingemail SET due_at = created_at",
    "UPDATE clinic_outgoingemail SET lease_until = created_at WHERE lease_until IS NOT NULL",
]


@dataclass(frozen=True)
class Mail:
    id: str
    about: str
    state: str
    provider_id: str


class Books:
    def __init__(self, site: ServedSite) -> None:
        self.site = site

    def ask(self, *statements: str) -> list[Any]:
        """Run the statements; the rows of the last one, if it has any."""
        url = self.site.environment.get("DATABASE_URL", "")
        connection: Any = (
            psycopg2.connect(url) if url else sqlite3.connect(self.site.var_dir / "clinic.sqlite3")
        )
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
        connection.commit()
        connection.close()
        return rows

    def mails(self) -> list[Mail]:
        rows = self.ask("SELECT id, about, state, provider_id FROM clinic_outgoingemail")
        return [Mail(str(uuid.UUID(str(row[0]))), *row[1:]) for row in rows]

    def make_due(self) -> None:
        self.ask(*MAKE_DUE)

    def nothing_waits(self) -> bool:
        return self.ask(WAITING)[0][0] == 0
