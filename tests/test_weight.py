"""What the first view of a page weighs, and what it asks for before it can be read."""

import base64
import hashlib
import re
from urllib.parse import urlsplit

import brotli
import pytest

from tests.pages.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_sample")]
IPT = "/therapies/interpersonal-psychotherapy/"
FORM = "/appointments/new-client/"
#: Bytes of HTML with its styles, compressed as the server sends them. 14,336 is the first
#: flight of a new connection (RFC 6928: ten segments); the pages people decide on stay well below.
BUDGET = {"/": 8_000, "/therapies/": 8_000, IPT: 9_500, FORM: 14_336}
#: Everything that carries styles by itself.
ALSO = ["/privacy/", "/newsletter/", "/appointments/received/", "/search/?q=grief", "/nowhere/"]


@pytest.mark.parametrize("address", BUDGET)
def test_first_view_is_light(client, address):
    content = client.get(address).content
    assert len(brotli.compress(content)) <= BUDGET[address]


@pytest.mark.parametrize("address", [*BUDGET, *ALSO])
def test_nothing_is_asked_for_before_the_first_paint(client, address):
    tags = read(client.get(address)).tags
    assert [a for tag, a in tags if tag == "link" and a.get("rel") == "stylesheet"] == []
    assert [a for tag, a in tags if tag == "script" and "src" in a and "defer" not in a] == []


@pytest.mark.parametrize("address", [*BUDGET, *ALSO])
def test_policy_lets_in_exactly_the_styles_that_stand_in_the_page(client, address):
    response = client.get(address)
    sheets = re.findall(r"<style>(.*?)</style>", response.content.decode(), re.DOTALL)
    assert sheets
    for sheet in sheets:
        digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in response["Content-Security-Policy"]
    assert not re.search(r"\sstyle=", response.content.decode())


@pytest.mark.parametrize("address", [*BUDGET, *ALSO])
def test_page_loads_from_no_other_host(client, address):
    document = read(client.get(address))
    loaded = [a["src"] for _, a in document.tags if "src" in a]
    loaded += [a["href"] for tag, a in document.tags if tag == "link" and a["rel"] == "icon"]
    assert [address for address in loaded if urlsplit(address).netloc] == []
