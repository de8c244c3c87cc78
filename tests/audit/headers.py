"""The Observatory looks at the front page only: all others must send the same headers."""

from tests.audit.findings import Finding

POLICY = "content-security-policy"
COMPARED = (
    POLICY,
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
)


def _by_name(headers: dict[str, str]) -> dict[str, str]:
    """The compared headers, each directive of the content policy on a line of its own."""
    found = {name: headers.get(name, "missing") for name in COMPARED if name != POLICY}
    for directive in headers.get(POLICY, "missing").split("; "):
        name, _, sources = directive.partition(" ")
        found[f"{POLICY} {name}"] = " ".join(sorted(sources.split()))
    return found


def compare(kind: str, headers: dict[str, str], front: dict[str, str]) -> list[Finding]:
    """What this page says otherwise than the front page does. Names in small letters."""
    own, wanted = _by_name(headers), _by_name(front)
    return [
        Finding("headers", kind, f"{name}: {own.get(name, 'missing')}")
        for name in sorted(own | wanted)
        if own.get(name) != wanted.get(name)
    ]
