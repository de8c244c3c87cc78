"""Pitfalls 16-18: where each of 25 marked words may be, over the whole of asking."""

import logging
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from booking.client_page import new_links
from booking.models import ClientLink
from booking.models.choices import Kind as RequestKind
from tests.booking.factories import FOR_CHILD, KINDS, address, filled
from tests.booking.yours import press, text, token_of

pytestmark = pytest.mark.django_db

REQUEST = "booking_appointmentrequest"
OUTBOX = ("clinic_outgoingemail", "to")
#: Each marked word of a form and the only columns it may stand in; none for what is sealed.
#: Where reception looks for a name, and for an address in small letters.
NAME_PART = ("booking_namepart", "part")
EMAIL = {(REQUEST, "email"), (REQUEST, "email_normalised"), OUTBOX}
PLACES = {
    "name": {(REQUEST, "name"), NAME_PART},
    "preferred_name": {(REQUEST, "preferred_name"), NAME_PART},
    "client_name": {(REQUEST, "client_name"), NAME_PART},
    "relationship": {(REQUEST, "relationship")},
    "avoid_times": {(REQUEST, "avoid_times")},
    "message": set(),
    "homepage": set(),
}
OWN = {
    RequestKind.NEW_CLIENT: ["reason"],
    RequestKind.EXISTING_CLIENT: [],
    RequestKind.ASSESSMENT: ["purpose"],
}


def mark(kind, name):
    return f"zq{kind.replace('_', '')}{name.replace('_', '')}qz"


def everything_stored():
    """(table, column, text) of every value in the database."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                found += [(table, c, as_text(v)) for c, v in zip(columns, row, strict=True)]
    return found


def as_text(value):
    if isinstance(value, memoryview | bytes):
        return bytes(value).decode("latin-1")
    return str(value)


def files_written():
    """What stands in caches and other files of this site, the database aside."""
    files = [p for p in Path(settings.VAR_DIR).rglob("*") if p.is_file()]
    return "".join(p.read_bytes().decode("latin-1") for p in files if ".sqlite3" not in p.name)


@pytest.fixture
def appointment_request(client, caplog, outbox_sent):
    """All forms sent, one request corrected, added to and asked a new link for.

    Gives the marks with their places, and everything that was shown beside the pages.
    """
    caplog.set_level(logging.DEBUG)
    marks, seen = {}, []
    for kind in KINDS:
        names = [*PLACES, *OWN[kind]]
        words = {name: mark(kind, name) for name in names}
        email = f"{mark(kind, 'email')}@example.org"
        marks |= {words[name]: PLACES.get(name, set()) for name in names}
        marks[email] = EMAIL
        response = client.post(address(kind), filled(kind, **FOR_CHILD | words | {"email": email}))
        seen += [
            response["Location"],
            str(response.cookies),
            *titles(client.get("/appointments/received/")),
        ]
    link = ClientLink.objects.latest("pk")
    client.get(f"/appointments/r/{token_of(link.appointment_request)}/")
    word, new = "zqaddedwordqz", "zqnewmailqz@example.org"
    seen.append(press(client, "add", words=word)["Location"])
    seen.append(press(client, "correct", email=new)["Location"])
    marks |= {word: set(), new: EMAIL}
    client.post("/appointments/new-link/", {"email": new})
    new_links.send_links()
    seen += titles(client.get("/appointments/yours/"))
    seen += [f"{m.subject} {m.body} {m.alternatives[0].content}" for m in outbox_sent()]
    seen += [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")]
    return marks, " ".join(seen)


def titles(response):
    return re.findall("<title>.*?</title>|<meta[^>]*>", text(response))


def test_marked_words_stand_only_where_they_belong(appointment_request):
    marks, _ = appointment_request
    assert len(marks) >= 25
    stored = everything_stored()
    for marked, places in marks.items():
        found = {(table, column) for table, column, value in stored if marked in value}
        assert found <= places, marked
        assert not (places and not found) or marked.endswith("example.org"), marked


def test_marked_words_are_in_no_log_address_title_mail_or_file(appointment_request):
    marks, seen = appointment_request
    files = files_written()
    for marked in marks:
        assert marked not in seen
        assert marked not in files
