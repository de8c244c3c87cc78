"""Why an installer stopped: what pip and uv really wrote, and what we make of it."""

import pytest

from clinic.deployment import install_errors

RETRY = (
    "WARNING: Retrying (Retry(total={}, connect=None, read=None, redirect=None, status=None)) "
    "after connection broken by 'NewConnectionError('<…>: Failed to establish a new connection: "
    "[Errno 111] Connection refused')': /simple/uv/\n"
)
NOT_FOUND = (
    "ERROR: Could not find a version that satisfies the requirement soupsieve==4.1.2 "
    "(from versions: {})\nERROR: No matching distribution found for soupsieve==4.1.2\n"
)
NOTICE = "\n[notice] A new release of pip is available: 23.2.1 -> 26.3\n"
CAUSES = {
    "the disk is full": [
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n",
        "error: Failed to install: one-1.0.whl\n  cause: No space left on device (os error 28)\n",
    ],
    "a package is not the one that was pinned": [
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n"
        "    one==1.0 from https://…:\n        Expected sha256 0\n",
        "error: Failed to download `one==1.0`\n  cause: Hash mismatch for `one==1.0`\n",
    ],
    "the certificate of the package index is not trusted": [
        RETRY.format(0).replace("NewConnectionError", "[SSL: CERTIFICATE_VERIFY_FAILED]")
        + NOT_FOUND.format("none"),
        "error: Failed to fetch: https://…\n  cause: invalid peer certificate: UnknownIssuer\n",
    ],
    "the package index or a proxy refuses": [
        "ERROR: HTTP error 403 while getting https://…\n",
        "error: No solution found when resolving dependencies\n  cause: Because one was not found "
        "in the package registry\n\nhint: An index (https://…) returned a 403 Forbidden error.\n",
    ],
    "the package index cannot be reached": [
        RETRY.format(1) + RETRY.format(0) + NOT_FOUND.format("none"),
        "error: Failed to fetch: https://…\n  cause: dns error\n",
        "pip._vendor.urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool: Read timed out.\n",
    ],
    "the package index offers nothing for Python 3": [NOT_FOUND.format("none")],
    "the package index has no build of a package for Python 3": [
        NOT_FOUND.format("2.9, 2.10"),
        RETRY.format(4) + NOT_FOUND.format("2.9, 2.10"),
        "error: No solution found when resolving dependencies\n  cause: Because "
        "cryptography==50.0.2 has no wheels with a matching platform tag\n",
    ],
    "pip ended with status 1": ["Terminated\n", "", "ERROR: Exception:\nTraceback (most …\n"],
}


@pytest.mark.parametrize(
    ("cause", "output"),
    [(cause, output) for cause, texts in CAUSES.items() for output in texts],
)
def test_cause_is_named(cause, output):
    assert install_errors.reason("pip", 1, output + NOTICE).startswith(cause)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (
            "WARNING: one\nERROR: In --require-hashes mode, all requirements must have their "
            "versions pinned with ==. These do not:\n    coverage[toml]>=7.10.6 from https://…\n",
            "In --require-hashes mode, all requirements must have their versions pinned with ==. "
            "These do not: coverage[toml]>=7.10.6 from https://…",
        ),
        (
            "ERROR: Exception:\nTraceback (most recent call last):\n  File x\nValueError: wrong\n",
            "ValueError: wrong",
        ),
        ("/bin/python: No module named pip\n", "/bin/python: No module named pip"),
        ("hint: try again\n", ""),
    ],
)
def test_last_useful_line_is_found(output, words):
    assert install_errors.error_message(output + NOTICE) == words


def test_line_stays_a_line():
    assert len(install_errors.error_message("error: " + "x" * 2000)) <= install_errors.MAX_LENGTH


@pytest.mark.parametrize("cause", ["the disk is full", "a package is not the one"])
def test_another_installer_is_not_asked_where_it_would_end_alike(cause):
    (outputs,) = (texts for name, texts in CAUSES.items() if name.startswith(cause))
    assert all(map(install_errors.is_final, outputs))
