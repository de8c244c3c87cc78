"""The sample site as a practice deploys it: https, a proxy in front, no demo."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.audit import certificates, proxy
from tests.audit.namespace import HOST
from tests.journeys.copies import Copies
from tests.journeys.served import ServedSite

URL = f"https://{HOST}"


@contextmanager
def deployed(folder: Path) -> Iterator[tuple[ServedSite, Path]]:
    """The site behind the proxy, and the certificate of who signed for it."""
    authority, own = certificates.make(folder, HOST)
    copies = Copies(folder, "")
    served = copies.served(folder / "var", SITE_URL=URL, PROXY_HOPS="1", DEMO="0")
    with served as site, proxy.serving(site.port, own):
        yield site, authority
