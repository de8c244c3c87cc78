import pytest


@pytest.mark.parametrize(
    "path", ["/a%00b/", "/%00", "/nope/?x=%00", "/%F0%9F%98%80/", "/" + "a" * 20_000 + "/", "/%ff/"]
)
def test_strange_addresses_are_not_found(client, db, path):
    assert client.get(path).status_code in (400, 404)
