"""Filled forms for the bench, and what storing one costs. Run by itself in a site's
environment: python -m bench.forms COUNT
"""

import json
import os
import sys
from itertools import count
from typing import Any

KIND = "existing_client"
PATH = "/appointments/existing-client/"
#: Django's anti-forgery check wants the same secret in the cookie and in the form.
SECRET = "b" * 32
COOKIES = f"csrf={SECRET}"
UNCOUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
_numbers = count()


def filled() -> tuple[dict[str, str], dict[str, Any]]:
    """Headers and fields of one form, from a network that has not asked too often."""
    from tests.booking import factories

    network = f"10.8.{next(_numbers) // 50}.1"
    fields = factories.filled(KIND) | {"csrfmiddlewaretoken": SECRET}
    return {"X-Forwarded-For": network, "Cookie": COOKIES}, fields


def queries() -> list[str]:
    """SQL of one form that is sent; the first one warms up."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    for _ in range(2):
        client = Client(SERVER_NAME="127.0.0.1", headers={"X-Forwarded-For": "10.7.0.1"})
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(PATH, filled()[1])
        assert answer.status_code == 302, answer.status_code  # noqa: S101
    found = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in found if not sql.startswith(UNCOUNTED)]


def main(how_many: int) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    django.setup()
    from django.utils.http import urlencode

    forms = [
        (headers, urlencode(fields)) for headers, fields in (filled() for _ in range(how_many))
    ]
    sys.stdout.write(json.dumps({"forms": forms, "queries": queries()}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
