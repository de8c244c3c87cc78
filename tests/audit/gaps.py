"""What the scanners find and stays, each with its reason. One that no longer occurs must go."""

from tests.audit.findings import Gap

GAPS: tuple[Gap, ...] = ()
