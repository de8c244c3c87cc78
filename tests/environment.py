"""The environment tests run in. Loaded by `-p` before Django reads its settings."""

import base64
import os
from pathlib import Path

_folder = os.environ.get("TEST_VAR_DIR") or Path(__file__).resolve().parent.parent / "var" / "test"
# Each process of pytest-xdist has files of its own, its cache among them.
VAR_DIR = Path(_folder) / os.environ.get("PYTEST_XDIST_WORKER", "main")
VAR_DIR.mkdir(parents=True, exist_ok=True)

os.environ.update(
    {
        "VAR_DIR": str(VAR_DIR),
        "SECRET_KEY": "tests-only-tests-only-tests-only-tests-only-tests-only-tests-only",
        "FIELD_KEYS": base64.urlsafe_b64encode(bytes(32)).decode(),
        "SITE_URL": "http://testserver",
        "DEMO": "0",
        "DEBUG": "0",
        "EMAIL_PROVIDER": "files",
        "TIME_ZONE": "Australia/Sydney",
    }
)
for name in (
    *("ANYMAIL_WEBHOOK_SECRET", "PROXY_HOPS", "CACHE_URL", "PORT", "DEFAULT_FROM_EMAIL"),
    *("NEUTRAL_FROM_EMAIL", "NEUTRAL_SITE_URL"),
):
    os.environ.pop(name, None)
