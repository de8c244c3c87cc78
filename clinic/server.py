"""gunicorn's settings, the same in `make run` and in production.

Threads, because nothing may stand between us and slow phones: thirty slow clients
silence three sync workers (docs/adr/0005-one-process-tree.md).
"""

import os
from pathlib import Path
from typing import Any

bind = f"{os.environ.get('BIND') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_CONCURRENCY") or "2")
worker_class = "gthread"
threads = 64  # measured: slow phones fill 16 at once; idle threads cost next to nothing
preload_app = True  # workers share the memory of what was loaded before the fork
timeout = 30
graceful_timeout = 10
keepalive = 5
accesslog = None  # addresses of readers are nobody's business
loglevel = "error"  # below it stand addresses and bytes of requests that could not be read
control_socket_disable = True
umask = 0o077  # gunicorn's own files; ours: clinic/private_files.py
# libpq reads this: a query that hangs must not hold a thread. Migrations and the worker
# may take longer.
raw_env = ["PGOPTIONS=-c statement_timeout=15000"]
if Path("/dev/shm").is_dir():  # noqa: S108  (heartbeats of workers; never on a disk)
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def on_starting(server: Any) -> None:
    """Forget finished pages: other code, styles or settings may make them now."""
    import django
    from django.db import connections

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    django.setup()
    from django.conf import settings

    from clinic import edition, private_files

    private_files.tighten(settings.VAR_DIR)

    edition.renew()
    connections.close_all()  # a connection must not be shared by workers


on_reload = on_starting
