"""Export of requests as CSV, with a permission, a reason and entries in the access log."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern
from django.utils import timezone

from booking.desk.views import RequestViews
from booking.models import AppointmentRequest
from clinic.form_fields.dates import TypedDateField
from clinic.privacy import access_log
from clinic.spreadsheet import escape_formula

EXPORT = "booking.export_appointmentrequest"
MAX_REQUESTS, BATCH_SIZE, MIN_REASON_LENGTH = 10_000, 500, 10

REQUEST_COLUMNS = {
    "reference": "reference", "source": "came by", "kind": "kind", "state": "state",
    "created_at": "received", "answer_due_at": "answer promised", "answered_at": "first answer",
    "assigned_to__username": "who has it", "clinician__name": "clinician asked for",
    "therapy_title": "therapy", "assessment_title": "assessment", "format": "meeting",
    "referral": "referral", "heard_from": "heard from", "safety_flag": "safety",
    "follow_up_on": "follow up",
}  # fmt: skip
PERSON_COLUMNS = {
    "name": "name", "preferred_name": "likes to be called", "client_name": "for",
    "email": "email", "phone": "phone", "contact_preference": "prefers",
}  # fmt: skip


def _day(label: str) -> TypedDateField:
    return TypedDateField(
        label=label,
        widget=forms.DateInput({"type": "date"}),
        error_messages={"required": f"Choose the {label.lower()}."},
    )


class ExportForm(forms.Form):
    """The days to export, and the reason."""

    first = _day("First day")
    last = _day("Last day")
    people = forms.BooleanField(label="With names and contact details", required=False)
    reason = forms.CharField(
        label="Why do you need it?",
        min_length=MIN_REASON_LENGTH,
        max_length=180,
        error_messages={
            "required": "Write why you need it.",
            "min_length": (
                f"Write at least {MIN_REASON_LENGTH} letters, so that others understand it."
            ),
        },
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day is before the first.")
        elif first and last:
            cleaned["ids"] = ids_between(first, last)
            if len(cleaned["ids"]) > MAX_REQUESTS:
                self.add_error("last", f"More than {MAX_REQUESTS:,} requests: choose fewer days.")
        return cleaned


class ExportViews(RequestViews):
    """The export form and its file."""

    def get_urls(self) -> list[URLPattern]:
        return [self.at("export/", self.export_view, "export"), *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        user: Any = request.user
        if not (self.has_view_permission(request) and user.has_perm(EXPORT)):
            raise PermissionDenied
        form = ExportForm(request.POST if request.method == "POST" else None, label_suffix="")
        if not form.is_valid():
            context = {"title": "Export requests", "form": form, "most": f"{MAX_REQUESTS:,}"}
            return self.answer(
                request, "export.html", context, status=422 if form.is_bound else 200
            )
        cleaned = form.cleaned_data
        columns = REQUEST_COLUMNS | (PERSON_COLUMNS if cleaned["people"] else {})
        lines = lines_of(cleaned["ids"], columns, by=user, reason=cleaned["reason"])
        return StreamingHttpResponse(
            lines,
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="requests-{cleaned["first"]}.csv"',
                "Cache-Control": "no-store",
            },
        )


def ids_between(first: date, last: date) -> list[int]:
    """Return primary keys of these days, oldest first, at most one more than is allowed."""
    start = timezone.make_aware(datetime.combine(first, time()))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
    requests = AppointmentRequest.objects.filter(
        created_at__gte=start, created_at__lt=end, is_drill=False
    )
    return list(
        requests.order_by("created_at", "pk").values_list("pk", flat=True)[: MAX_REQUESTS + 1]
    )


class _Line:
    """A file-like object for the csv module, which returns the line."""

    def write(self, line: str) -> str:
        return line


def lines_of(ids: list[int], columns: dict[str, str], *, by: Any, reason: str) -> Iterator[str]:
    """Yield the CSV. Each batch is recorded in the access log before it is sent."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(columns.values())
    for start in range(0, len(ids), BATCH_SIZE):
        batch = AppointmentRequest.objects.filter(pk__in=ids[start : start + BATCH_SIZE])
        ordered = batch.order_by("created_at", "pk")
        rows = list(ordered.values_list("reference", *columns))
        abouts = [f"request:{reference}" for reference, *_ in rows]
        access_log.write(access_log.Act.EXPORTED, abouts, by=by, reason=reason)
        yield "".join(writer.writerow([cell(value) for value in row]) for _, *row in rows)


def cell(value: Any) -> str:
    """Return the text of a cell. An apostrophe is put before anything that looks like a formula."""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return escape_formula("" if value is None else str(value))
