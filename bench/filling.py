"""Many requests at once: rows made by the database itself, spread over three years.

The newest two in a hundred are open, as in a practice that answers. Each mark is on so many
of them that a list by it fills its page at ten thousand, too: what is compared is finding
rows, not drawing more of them.
"""

from typing import Any

EVENTS, YEARS_DAYS = 10, 1095
FIRST = ("Ann", "Anna", "Alex", "Ben", "Cleo", "Dan", "Eva", "Finn", "Kim", "Sam")
LAST = ("Smith", "Small", "Brown", "Jones", "Nguyen", "Singh", "Taylor", "Wilson")

NUMBERS = {
    "postgresql": "SELECT n FROM generate_series(1, {count}) AS n",
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) "
    "SELECT n FROM s",
}
WORDS = {
    "postgresql": {
        "at": "now() - ({count} - n) * interval '{seconds} seconds'",
        "later": "now() - ({count} - n) * interval '{seconds} seconds' + interval '1 day'",
        "today": "current_date",
        "uuid": "lpad(to_hex({key}), 32, '0')::uuid",
        "yes": "true", "no": "false",
    },
    "sqlite": {
        "at": "datetime('now', '-' || CAST(({count} - n) * {seconds} AS integer) || ' seconds')",
        "later": "datetime('now', '-' || CAST(({count} - n) * {seconds} AS integer) || ' seconds', "
        "'+1 day')",
        "today": "date('now')",
        "uuid": "printf('%032x', {key})",
        "yes": "1", "no": "0",
    },
}  # fmt: skip

OPEN = "n > {count} * 0.98"
STATE = (
    "CASE WHEN NOT ({open}) THEN CASE n % 10 WHEN 0 THEN 'declined' WHEN 1 THEN 'lapsed' "
    "WHEN 2 THEN 'withdrawn' WHEN 3 THEN 'spam' ELSE 'booked' END "
    "ELSE CASE n % 4 WHEN 0 THEN 'new' WHEN 1 THEN 'in_review' "
    "WHEN 2 THEN 'waiting_for_client' ELSE 'waitlisted' END END"
)


def fill(connection: Any, count: int, staff: list[int]) -> None:
    """Put `count` requests with their events and name parts into an empty site."""
    dialect = connection.vendor
    words = {
        name: text.format(count=count, seconds=YEARS_DAYS * 86_400 / count, key="{key}")
        for name, text in WORDS[dialect].items()
    }
    words["open"] = OPEN.format(count=count)
    words["state"] = STATE.format(open=words["open"])
    numbers = NUMBERS[dialect].format(count=count)
    with connection.cursor() as cursor:
        _insert(cursor, "booking_appointmentrequest", _request(words, staff), numbers)
        for key, part in (("2 * n", _pick(FIRST, "n / 7")), ("2 * n + 1", _last())):
            row = {"id": key, "appointment_request_id": "n", "part": f"lower({part})"}
            _insert(cursor, "booking_namepart", row, numbers)
        for turn in range(EVENTS):
            event = _event(words, turn, staff)
            _insert(cursor, "booking_requestevent", event, numbers)
        for command in {"postgresql": ["VACUUM ANALYZE"], "sqlite": ["ANALYZE"]}[dialect]:
            cursor.execute(command)


def _insert(cursor: Any, table: str, row: dict[str, str], numbers: str) -> None:
    columns, values = ", ".join(row), ", ".join(row.values())
    insert = f"INSERT INTO {table} ({columns}) SELECT {values} FROM ({numbers}) AS s"  # noqa: S608
    cursor.execute(insert)


def _pick(names: tuple[str, ...], number: str) -> str:
    cases = " ".join(f"WHEN {n} THEN '{name}'" for n, name in enumerate(names))
    return f"CASE ({number}) % {len(names)} {cases} END"


def _last() -> str:
    """One in two has a common name; the others have one of ten thousand."""
    return f"CASE WHEN n % 2 = 0 THEN {_pick(LAST, 'n / 2')} ELSE 'Quill' || (n % 10000) END"


def _request(words: dict[str, str], staff: list[int]) -> dict[str, str]:
    """A value for every column; those not named here are empty."""
    from booking.models import AppointmentRequest

    still = f"({words['open']}) AND n % 4 >= 2"
    who = f"CASE (n / 10) % {len(staff)} " + " ".join(
        f"WHEN {n} THEN {user}" for n, user in enumerate(staff)
    )
    known = {
        "id": "n", "reference": "'B' || n", "form_key": words["uuid"].format(key="n"),
        "kind": "CASE n % 3 WHEN 0 THEN 'assessment' WHEN 1 THEN 'existing_client' "
                "ELSE 'new_client' END",
        "state": words["state"], "version": "1", "created_at": words["at"],
        "name": f"{_pick(FIRST, 'n / 7')} || ' ' || {_last()}",
        "email": "'person' || n || '@example.org'", "phone_normalised": "'+612' || (n + 50000000)",
        "contact_preference": "'email'", "may_write": words["yes"], "for_whom": "'self'",
        "format": "'any'", "referral": "'none'", "change": "'next'", "door": "'open'",
        "assessment_title": "'Sample'", "neutral_wording": words["yes"],
        "safety_flag": f"CASE WHEN n % 33 = 0 OR ({words['open']}) AND n % 12 < 3 "
                       f"THEN {words['yes']} ELSE {words['no']} END",
        "source": "CASE WHEN n % 3 = 1 THEN 'phone' ELSE 'web' END",
        "entered_by_id": f"CASE WHEN n % 3 = 1 THEN {staff[0]} END",
        "assigned_to_id": f"CASE WHEN n % 4 > 0 THEN {who} END END",
        "follow_up_on": f"CASE WHEN n % 3 = 1 THEN {words['today']} END",
        "on_hold_since": f"CASE WHEN n % 3 = 2 THEN {words['at']} END",
        "client_wrote_at": f"CASE WHEN n % 3 = 0 THEN {words['at']} END",
        "mail_problem_at": f"CASE WHEN n % 3 = 1 THEN {words['at']} END",
        "answer_due_at": words["later"],
        "answered_at": f"CASE WHEN NOT ({words['open']}) THEN {words['later']} END",
        "clock_stopped_at": f"CASE WHEN {still} THEN {words['at']} END",
    }  # fmt: skip
    row = {}
    for field in AppointmentRequest._meta.concrete_fields:
        if not field.generated and (field.column in known or not field.null):
            row[field.column] = known.get(field.column) or _empty(field, words)
    return row


def _empty(field: Any, words: dict[str, str]) -> str:
    kind = field.get_internal_type()
    return {"BooleanField": words["no"], "PositiveIntegerField": "0"}.get(kind, "''")


def _event(words: dict[str, str], turn: int, staff: list[int]) -> dict[str, str]:
    """The first is "received"; some ended by lapsing, some had a mail that was lost."""
    kind, after, by = "'opened'", "''", str(staff[0])
    if turn == 0:
        kind, by = "'received'", "NULL"
    elif turn == 1:
        kind, after = "'moved'", f"CASE WHEN n % 10 = 1 THEN 'lapsed' ELSE ({words['state']}) END"
    elif turn == 2:
        kind = "CASE WHEN n % 70 = 4 THEN 'mail' ELSE 'opened' END"
    return {
        "appointment_request_id": "n",
        "key": words["uuid"].format(key=f"{EVENTS} * n + {turn}"),
        "kind": kind, "transition": "''", "at": words["at"],
        "actor_kind": "'client'" if by == "NULL" else "'staff'", "actor_id": by,
        "from_state": "'new'" if turn == 1 else "''", "to_state": after, "note": "''",
    }  # fmt: skip
