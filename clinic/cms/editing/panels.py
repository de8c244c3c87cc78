"""The panel above the page form: findings and readability."""

from typing import Any

from wagtail.admin.panels import Panel

from clinic.cms.editing import lint, reading
from clinic.cms.editing.forms import HAVE_READ, PUBLISH_NOW


def notes(page: Any) -> dict[str, Any]:
    """Return the findings and readability of the page."""
    return {"found": lint.check(page), "reading": reading.read(page)}


class NotesPanel(Panel):
    """The first panel of the tab Content."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "clinic/editing/notes_panel.html"

        def show_panel_furniture(self) -> bool:
            return False

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            confirmation = {
                "must_be_read": getattr(self.form, "findings", []),
                "passed": getattr(self.form, "passed", None),
                "have_read": HAVE_READ,
                "publish_now": PUBLISH_NOW,
            }
            return context | notes(self.instance) | confirmation
