"""SQL queries of pages that nobody has kept. Run by itself: python -m bench.queries PATH …"""

import json
import os
import sys


def count(paths: list[str]) -> dict[str, int]:
    """Queries for each path, the second time round: the first fills Wagtail's own caches."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    counts = {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts[path] = len(queries)
    return counts


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    django.setup()
    sys.stdout.write(json.dumps(count(sys.argv[1:])))
