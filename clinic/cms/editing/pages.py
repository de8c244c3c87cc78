"""The base class of the apps' pages, whose text is checked before publication."""

from typing import Any

from wagtail.utils.decorators import cached_classmethod

from clinic.cms.editing.forms import CheckedPageForm
from clinic.cms.editing.panels import NotesPanel
from clinic.models import BasePage


class CheckedPage(BasePage):
    """A page with a panel of findings above its form."""

    base_form_class = CheckedPageForm

    class Meta:
        abstract = True

    @cached_classmethod
    def get_edit_handler(cls) -> Any:  # noqa: N805
        """Return Wagtail's tabs with the panel of findings at the start of the first."""
        tabs = super().get_edit_handler()
        tabs.children[0].children.insert(0, NotesPanel().bind_to_model(cls))
        return tabs
