"""gunicorn's settings, the same for `make run` and in production.

Threads, because there may be no proxy that buffers for slow clients: thirty of them block
three sync workers (docs/adr/0005-one-process-tree.md).
"""

import os
from pathlib import Path
from typing import Any

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

bind = f"{os.environ.get('BIND') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = settings.WEB_CONCURRENCY
worker_class = "clinic.web.worker.WebWorker"
threads = 64  # measured: slow phones occupy 16 at once; idle threads cost almost nothing
preload_app = True  # workers share the memory of what was loaded before the fork
timeout = 30
graceful_timeout = 10
keepalive = 5
accesslog = None  # no addresses of readers in logs
loglevel = "error"  # lower levels log addresses and parts of invalid requests
control_socket_disable = True
umask = 0o077  # for gunicorn's files; this site's: clinic/deployment/private_files.py
if Path("/dev/shm").is_dir():  # noqa: S108  (heartbeats of workers; never on a disk)
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def on_starting(server: Any) -> None:
    """Check keys and capacity; start a new edition, as the new code may render other pages."""
    import django
    from django.db import connections

    django.setup()
    from clinic.deployment import private_files
    from clinic.finished_pages import changes
    from clinic.postgresql import capacity
    from clinic.privacy import field_keys

    private_files.restrict_permissions(settings.VAR_DIR)

    capacity.refuse_over_capacity()
    field_keys.refuse_wrong_keys()
    changes.renew()
    connections.close_all()  # a connection must not be shared by workers


on_reload = on_starting


def post_fork(server: Any, worker: Any) -> None:
    from clinic.postgresql import pool

    pool.start()
