"""Which files begin: those that take longest, so that all processes end together."""

from pathlib import Path

TESTS = Path(__file__).parent
FIRST = (
    "clinic/test_access",
    "clinic/test_install",
    "clinic/test_layers",
    "booking/test_safety_walk",
    "pages/test_queries",
    "pages/test_leaks",
    "pages/test_sample_pages",
    "test_deployment",
    "upgrade/test_old_code",
    "upgrade/test_operations",
)


def place(path: Path) -> int:
    """Lower is earlier; alike for all that are not named."""
    module = str(path.relative_to(TESTS).with_suffix(""))
    return FIRST.index(module) if module in FIRST else len(FIRST)
