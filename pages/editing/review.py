"""Which pages somebody must read again, most pressing first."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Case, CharField, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Page, get_page_models
from wagtail.permissions import page_permission_policy

from clinic.models import ClinicDetails
from pages.models.base import ReviewedPage

#: How long before its day a page counts as due.
SOON = timedelta(days=30)
OVERDUE, DUE, NEVER = "Overdue", "Due soon", "Never reviewed"


def pages_to_review(user: Any) -> QuerySet[Page]:
    """Live pages that `user` may edit and somebody must read, each with its `review_state`."""
    today = timezone.localdate()
    live = page_permission_policy.instances_user_has_permission_for(user, "change").live()
    dated = live.annotate(review_by=_of_any_type("review_by"), read=_of_any_type("reviewed_on"))
    states = [
        When(review_by__lt=today, then=Value(OVERDUE)),
        When(review_by__lte=today + SOON, then=Value(DUE)),
        When(review_by__isnull=True, read__isnull=True, then=Value(NEVER)),
    ]
    return (
        dated.filter(_is_reviewed_page())
        .annotate(review_state=Case(*states, default=Value(""), output_field=CharField()))
        .exclude(review_state="")
        .order_by(F("review_by").asc(nulls_last=True), "title")
    )


def _names() -> list[str]:
    return [m._meta.model_name for m in get_page_models() if issubclass(m, ReviewedPage)]


def _of_any_type(field: str) -> Coalesce:
    """A field of whichever type the page is: one query for pages of all types."""
    return Coalesce(*(f"{name}__{field}" for name in _names()), output_field=DateField())


def _is_reviewed_page() -> Q:
    types = Q()
    for name in _names():
        types |= Q(**{f"{name}__isnull": False})
    return types


def _at_site(full_url: str | None) -> str:
    """The address as readers have it: it begins with SITE_URL."""
    return settings.SITE_URL + urlsplit(full_url).path if full_url else ""


class PagesToReview(PageReportView):
    """Reports, Pages to review: overdue first, then due, then those nobody has reviewed."""

    page_title = "Pages to review"
    header_icon = "calendar-check"
    index_url_name = "pages_to_review"
    index_results_url_name = "pages_to_review_results"
    results_template_name = "pages/editing/review_results.html"
    any_permission_required = ["change", "publish"]
    list_export = ["title", "review_state", "review_by", "read", "full_url"]
    export_headings = {
        "review_state": "State",
        "review_by": "Check again by",
        "read": "Last reviewed",
        "full_url": "Address",
    }

    custom_field_preprocess = {"full_url": dict.fromkeys(("csv", "xlsx"), _at_site)}

    def get_queryset(self) -> QuerySet[Page]:
        self.queryset = pages_to_review(self.request.user)
        return super().get_queryset()  # type: ignore[no-any-return]

    def get_filename(self) -> str:
        return f"pages-to-review-{timezone.localdate():%Y-%m-%d}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"crisis_review_by": ClinicDetails.current().crisis_review_by}
