"""The form of Clinic details: changes of crisis lines must be confirmed before they are saved."""

from typing import Any

from django.db import transaction
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import Panel

from clinic.crisis import changes, mentions
from clinic.crisis.changes import Change

#: Name of the checkbox “I have compared”; its value is the digest of the changes.
CONFIRMED = "crisis-lines-confirmed"


class ClinicDetailsForm(WagtailAdminModelForm):
    """Is invalid until changed lines are confirmed; the input is shown again."""

    changes: list[Change]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.changes = []

    def is_valid(self) -> bool:
        from clinic.crisis import actions

        if not super().is_valid() or self._misdirects():
            return False
        changed = changes.between(actions.rows(), self._rows())
        if not changed or self.data.get(CONFIRMED) == changes.digest(changed):
            return True
        self.changes = changed
        self.add_error(None, "Nothing is saved yet: read the question about the crisis lines.")
        return False

    def _misdirects(self) -> bool:
        """Whether the field “where else to go” gives a crisis line another number than is known.

        Adds an error for each such number.
        """
        from clinic.cms.editing.numbers import wrong_numbers

        new = self.cleaned_data["elsewhere"] if "elsewhere" in self.changed_data else ""
        for wrong in wrong_numbers(new):
            self.add_error("elsewhere", f"{wrong.number}: {wrong.why}")
        return bool(self.errors)

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        from clinic.crisis import actions

        before = actions.rows()
        saved = super().save(commit)
        if commit:
            actions.record(before, by=self.for_user)
        return saved

    def _rows(self) -> list[dict[str, Any]]:
        """Return the crisis lines as submitted."""
        from clinic.models import CrisisLinesVersion

        return [
            {name: getattr(form.instance, name) for name in CrisisLinesVersion.FIELDS}
            | {"id": form.instance.pk}
            for form in self.formsets["crisis_lines"].ordered_forms
        ]


class QuestionPanel(Panel):
    """The changes with old and new numbers, advice by the reviewed list, and the checkbox."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "clinic/crisis/question.html"

        def show_panel_furniture(self) -> bool:
            return False

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            changed = getattr(self.form, "changes", [])
            return context | {
                "changes": changed,
                "digest": changes.digest(changed),
                "mentions": mentions.find(changed) if changed else [],
                "confirmed": CONFIRMED,
            }


class VersionsPanel(Panel):
    """A link to earlier versions."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "clinic/crisis/versions_link.html"

        def show_panel_furniture(self) -> bool:
            return False
