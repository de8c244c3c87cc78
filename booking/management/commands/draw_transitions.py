"""Write the state machine of requests to docs/transitions.md."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from booking import transition_diagram


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.BASE_DIR / "docs" / "transitions.md").write_text(
            transition_diagram.render_page(), encoding="utf-8"
        )
