"""Ranges of a static file, as players and download managers ask for them."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from clinic.web.static_files import StaticFilesMiddleware

BYTES = b"0123456789"


@pytest.fixture
def ask(settings, tmp_path):
    (tmp_path / "a.bin").write_bytes(BYTES)
    (tmp_path / "none.bin").write_bytes(b"")
    settings.STATIC_ROOT = str(tmp_path)
    serve = StaticFilesMiddleware(lambda request: HttpResponse(status=404))

    def ask(wanted, name="a.bin", method="GET"):
        asked = RequestFactory().generic(method, f"/static/{name}", headers={"Range": wanted})
        answer = serve(asked)
        body = b"".join(answer)
        for close in answer._resource_closers:  # `close` would also end the request
            close()
        return answer.status_code, answer.get("Content-Range"), body

    return ask


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        *(("bytes=0-0", 0, 0), ("bytes=9-9", 9, 9), ("bytes=-1", 9, 9), ("bytes=9-", 9, 9)),
        *(("bytes=0-", 0, 9), ("bytes=2-4", 2, 4), ("bytes=-3", 7, 9), ("bytes=-99", 0, 9)),
        *(("bytes=5-99", 5, 9), ("bytes=9-99", 9, 9), ("bytes = 0 - 0", 0, 0)),
    ],
)
def test_fault_21_range_is_answered_with_its_bytes(ask, wanted, first, last):
    assert ask(wanted) == (206, f"bytes {first}-{last}/10", BYTES[first : last + 1])


@pytest.mark.parametrize("wanted", ["bytes=10-", "bytes=10-10", "bytes=-0", "bytes=99-100"])
def test_fault_21_range_beyond_the_end_is_refused(ask, wanted):
    assert ask(wanted) == (416, "bytes */10", b"")


@pytest.mark.parametrize(
    "wanted",
    ["bytes=5-2", "bytes=--1", "bytes=+1-2", "bytes=0-0,2-2", "bytes=x", "bytes=-", "lines=0-0"],
)
def test_fault_21_what_is_no_single_range_is_ignored(ask, wanted):
    assert ask(wanted) == (200, None, BYTES)


def test_fault_21_range_of_an_empty_file_is_refused(ask):
    assert ask("bytes=0-0", "none.bin")[0] == 416


def test_fault_21_head_says_the_range_without_its_bytes(ask):
    assert ask("bytes=0-0", method="HEAD") == (206, "bytes 0-0/10", b"")


def test_fault_21_site_serves_its_files_so(settings):
    path = f"{StaticFilesMiddleware.__module__}.{StaticFilesMiddleware.__name__}"
    assert path in settings.MIDDLEWARE
