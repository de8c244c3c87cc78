"""Does a site that is being started come up? Standard library only.

python3 -m tests.smoke http://127.0.0.1:8000 /healthz / …  waits until each answers with 200.
"""

import http.client
import sys
import time
import urllib.error
import urllib.request

#: Seconds for all of it: a first start on a busy machine.
PATIENCE = 180


def answer(address: str) -> str:
    """`200`, or why not."""
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return str(response.status)
    except urllib.error.HTTPError as error:
        return str(error.code)
    except (OSError, http.client.HTTPException) as error:
        return str(error)


def wait_for(address: str, until: float) -> None:
    while (found := answer(address)) != "200":
        if time.monotonic() > until:
            sys.exit(f"{address}: {found}")
        time.sleep(0.2)


def main(site: str, *paths: str) -> None:
    started = time.monotonic()
    for path in paths:
        wait_for(site + path, started + PATIENCE)
        print(f"{site}{path}: 200 after {time.monotonic() - started:.1f} s", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
