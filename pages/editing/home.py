"""The review panel on the home page of the Wagtail admin."""

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from clinic.models import ClinicDetails
from pages.editing.review import DUE, NEVER, OVERDUE, pages_to_review


class ReviewPanel(Component):
    """How many pages are due for review, and when the crisis lines are."""

    name = "review"
    template_name = "pages/editing/review_panel.html"
    order = 100

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        states = list(pages_to_review(user).values_list("review_state", flat=True))
        crisis_review_by = ClinicDetails.current().crisis_review_by
        return {
            "overdue": states.count(OVERDUE),
            "due": states.count(DUE),
            "never": states.count(NEVER),
            "crisis_review_by": crisis_review_by,
            "crisis_overdue": crisis_review_by < timezone.localdate(),
            "may_change_details": user.has_perm("clinic.change_clinicdetails"),
        }

    def render_html(self, parent_context: Any) -> str:
        """Return “” for users who may not edit pages."""
        user = parent_context["request"].user
        if not page_permission_policy.user_has_permission(user, "change"):
            return ""
        return super().render_html(parent_context)  # type: ignore[no-any-return]
