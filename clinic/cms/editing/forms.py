"""The page form. Drafts can be saved without checks; a page is checked before publication."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.forms.pages import WagtailAdminPageForm

from clinic.cms.editing import lint
from clinic.web import routes

#: Names of the checkboxes “I have read these” and “Publish it now”, and of the buttons that
#: publish or submit a page.
HAVE_READ, PUBLISH_NOW = "have-read-findings", "publish-now"
GOING_OUT = ("action-publish", "action-submit", "action-restart-workflow")

TAKEN = "The site itself answers at {}: nobody could read this page there. Choose another slug."
NOT_YET_READ = "This day has not come yet. Enter the day on which somebody last read the page."


def goes_out(data: Any, page: Any) -> bool:
    """Whether the form was submitted to publish, schedule, submit or approve the page.

    Saving a page in a workflow counts, unless the same button cancels the workflow: approval
    from a list has no form and publishes what was saved last.
    """
    if any(data.get(name) for name in GOING_OUT):
        return True
    if data.get("action-workflow-action"):
        return bool(data.get("workflow-action-name") != "reject")
    if data.get("action-cancel-workflow"):
        return False
    return bool(page.pk and page.workflow_in_progress)


class CheckedPageForm(WagtailAdminPageForm):
    """Refuses publication of a page with new findings, or with findings that stop it.

    A go-live date in the past, which would publish the page at once, must be confirmed, too.
    """

    findings: list[lint.Finding]
    #: A go-live date in the past that is not confirmed.
    passed: datetime | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = []
        self.passed = None

    def clean_reviewed_on(self) -> date | None:
        """Refuse a day in the future."""
        day: date | None = self.cleaned_data["reviewed_on"]
        if day and day > timezone.localdate():
            raise ValidationError(NOT_YET_READ)
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a slug whose path a route takes."""
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug")
        taken = ""
        if slug and self.parent_page and self._is_new_there(slug):
            taken = routes.taken_below(self.parent_page, slug, self.instance)
        if taken:
            self.add_error("slug", TAKEN.format(taken))
        return cleaned

    def _is_new_there(self, slug: str) -> bool:
        """Whether the slug is new or changed."""
        return not (self.instance.pk and type(self.instance).objects.filter(
            pk=self.instance.pk, slug=slug).exists())  # fmt: skip

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        if not valid or not goes_out(self.data, self.instance):
            return valid
        self.findings = must_be_read(self.instance)
        passed = has_passed(self.instance)
        if passed and self.data.get(PUBLISH_NOW) != passed.isoformat():
            self.passed = passed
            self.add_error("go_live_at", "This moment has passed: the page would go out at once.")
        may_go = not self.findings or (self.has_read and not self.must_change)
        if may_go and not self.passed:
            return True
        self.add_error(None, "Not yet: read the notes above the title, then try again.")
        return False

    @property
    def must_change(self) -> bool:
        return any(finding.stops for finding in self.findings)

    @property
    def has_read(self) -> bool:
        return bool(self.data.get(HAVE_READ))


def must_be_read(page: Any) -> list[lint.Finding]:
    """Return findings that stop the page, and findings that the live page does not have."""
    findings = lint.check(page)
    live = _live(page)
    known = lint.check(live) if live else []
    return [finding for finding in findings if finding.stops or finding not in known]


def has_passed(page: Any) -> datetime | None:
    """Return a go-live date in the past, unless the live page has the same."""
    moment: datetime | None = page.go_live_at
    if moment is None or moment > timezone.now():
        return None
    live = _live(page)
    return None if live and live.go_live_at == moment else moment


def _live(page: Any) -> Any:
    return type(page).objects.filter(pk=page.pk, live=True).first() if page.pk else None
