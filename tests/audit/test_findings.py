"""What `make audit` calls known, and what it does not."""

import json
from dataclasses import replace

from tests.audit import headers
from tests.audit.findings import Finding, Gap, sort
from tests.audit.gaps import GAPS
from tests.audit.kinds import KINDS
from tests.audit.scanners import HERE

GAP = Gap("vnu", "Duplicate *.", "Somebody else's.", ("editors' *",), "<div*")
FRONT = {
    "content-security-policy": "default-src 'none'; script-src 'self' 'sha256-x'",
    "x-frame-options": "DENY",
}


def test_gap_covers_its_own_words_place_and_piece_only():
    known = Finding("vnu", "editors' home", "Duplicate id.", "<div id=x>")
    new = [
        Finding("pa11y", "editors' home", "Duplicate id.", "<div id=x>"),
        Finding("vnu", "home", "Duplicate id.", "<div id=x>"),
        Finding("vnu", "editors' home", "No title.", "<div id=x>"),
        Finding("vnu", "editors' home", "Duplicate id.", "<p id=x>"),
    ]
    result = sort([known, *new], [GAP])
    assert (result.known, result.new, result.closed) == ([known], new, [])


def test_gap_that_no_longer_occurs_is_said():
    assert sort([], [GAP, replace(GAP, sometimes=True)]).closed == [GAP]


def test_order_of_a_policy_is_no_difference():
    own = FRONT | {"content-security-policy": "script-src 'sha256-x' 'self'; default-src 'none'"}
    assert headers.compare("fees", own, FRONT) == []


def test_missing_and_looser_headers_are_named():
    own = {"content-security-policy": "default-src 'none'; script-src 'self' 'unsafe-inline'"}
    found = [finding.message for finding in headers.compare("fees", own, FRONT)]
    assert found == [
        "content-security-policy script-src: 'self' 'unsafe-inline'",
        "x-frame-options: missing",
    ]


def test_every_gap_has_a_reason_and_every_kind_a_name_of_its_own():
    assert all(gap.why.endswith(".") for gap in GAPS)
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert len(set(GAPS)) == len(GAPS)


def test_lock_file_names_versions_and_no_registry():
    lock = json.loads((HERE / "package-lock.json").read_text())
    packages = {name: found for name, found in lock["packages"].items() if name}
    assert all("version" in p and "integrity" in p for p in packages.values())
    assert not any("resolved" in found for found in packages.values())
