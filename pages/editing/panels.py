"""The notes above the form: what to change, and how the page reads."""

from typing import Any

from wagtail.admin.panels import Panel

from pages.editing import lint, reading
from pages.editing.forms import HAVE_READ


def notes(page: Any) -> dict[str, Any]:
    """What the notes say about the page as it stands."""
    return {"found": lint.check(page), "reading": reading.read(page)}


class NotesPanel(Panel):
    """Wagtail renders it as the first thing of the tab Content."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/editing/notes_panel.html"

        def show_panel_furniture(self) -> bool:
            return False

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            asked = getattr(self.form, "findings", [])
            return context | notes(self.instance) | {"asked": asked, "have_read": HAVE_READ}
