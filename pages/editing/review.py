"""The report of pages that are due for review, most urgent first."""

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

#: How long before its review date a page counts as due.
DUE_PERIOD = timedelta(days=30)
OVERDUE, DUE, NEVER = "Overdue", "Due soon", "Never reviewed"


def pages_to_review(user: Any) -> QuerySet[Page]:
    """Return the live pages that `user` may edit and that are due, with their `review_state`."""
    today = timezone.localdate()
    live = page_permission_policy.instances_user_has_permission_for(user, "change").live()
    dated = live.annotate(
        review_by=_any_type_field("review_by"), read=_any_type_field("reviewed_on")
    )
    states = [
        When(review_by__lt=today, then=Value(OVERDUE)),
        When(review_by__lte=today + DUE_PERIOD, then=Value(DUE)),
        When(review_by__isnull=True, read__isnull=True, then=Value(NEVER)),
    ]
    return (
        dated.filter(_is_reviewed_page())
        .annotate(review_state=Case(*states, default=Value(""), output_field=CharField()))
        .exclude(review_state="")
        .order_by(F("review_by").asc(nulls_last=True), "title")
    )


def _model_names() -> list[str]:
    return [m._meta.model_name for m in get_page_models() if issubclass(m, ReviewedPage)]


def _any_type_field(field: str) -> Coalesce:
    """Return an expression for a field of any page type, so that one query covers all types."""
    return Coalesce(*(f"{name}__{field}" for name in _model_names()), output_field=DateField())


def _is_reviewed_page() -> Q:
    types = Q()
    for name in _model_names():
        types |= Q(**{f"{name}__isnull": False})
    return types


def _public_url(full_url: str | None) -> str:
    """Return the URL that readers use, which begins with SITE_URL."""
    return settings.SITE_URL + urlsplit(full_url).path if full_url else ""


class PagesToReview(PageReportView):
    """Overdue pages first, then those due soon, then those never reviewed."""

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

    custom_field_preprocess = {"full_url": dict.fromkeys(("csv", "xlsx"), _public_url)}

    def get_queryset(self) -> QuerySet[Page]:
        self.queryset = pages_to_review(self.request.user)
        return super().get_queryset()  # type: ignore[no-any-return]

    def get_filename(self) -> str:
        return f"pages-to-review-{timezone.localdate():%Y-%m-%d}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"crisis_review_by": ClinicDetails.current().crisis_review_by}
