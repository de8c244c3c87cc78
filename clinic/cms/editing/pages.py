"""The page that rooms begin with: its words are read once more before they go out."""

from typing import Any

from wagtail.utils.decorators import cached_classmethod

from clinic.cms.editing.forms import CheckedPageForm
from clinic.cms.editing.panels import NotesPanel
from clinic.models import BasePage


class CheckedPage(BasePage):
    """A page with the notes above its form. Rooms add their own fields."""

    base_form_class = CheckedPageForm

    class Meta:
        abstract = True

    @cached_classmethod
    def get_edit_handler(cls) -> Any:  # noqa: N805
        """Wagtail's tabs, the first of which begins with the notes."""
        tabs = super().get_edit_handler()
        tabs.children[0].children.insert(0, NotesPanel().bind_to_model(cls))
        return tabs
