"""The base class of all views of one request: lookup, detail page and access log."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from booking import transitions
from booking.desk import edit_conflict, safety_detail
from booking.desk.request_detail import SubmittedForm, request_context
from booking.desk.written_words import SEALED_FIELDS, OpenForm, mark_read, words_of
from booking.models import AppointmentRequest
from clinic.privacy import access_log

RELATED_FIELDS = (
    "clinician", "answers", "consent", "assigned_to", "entered_by", "duplicate_of",
)  # fmt: skip


class RequestAdminBase(admin.ModelAdmin):
    """Helpers for views of one request; the list is in `booking.desk.requests`."""

    def get_urls(self) -> list[URLPattern]:
        return [self.at("<int:pk>/open/", self.open_view, "open"), *super().get_urls()]

    def at(self, route: str, view: Any, name: str) -> URLPattern:
        """Return the URL pattern of a view for staff."""
        full_name = f"booking_appointmentrequest_{name}"
        return path(route, self.admin_site.admin_view(view), name=full_name)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self.show(request, self.find(request, object_id))

    def open_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the page with the sealed texts. Each time a reason is asked for."""
        if request.method != "POST":
            return self.back_to(pk)
        appointment_request = self.find(request, str(pk))
        form = OpenForm(request.POST)
        if not form.is_valid():
            return self.show(
                request, appointment_request, SubmittedForm(open_form=form), status=422
            )
        return self.show(request, appointment_request, read_for=form.reason())

    def find(self, request: HttpRequest, object_id: str) -> AppointmentRequest:
        """Return the request if this user may see it; others cannot tell whether it exists."""
        related = AppointmentRequest.objects.select_related(*RELATED_FIELDS).defer(*SEALED_FIELDS)
        appointment_request = (
            related.filter(pk=int(object_id)).first() if object_id.isdecimal() else None
        )
        user: Any = request.user
        if appointment_request is None and user.has_perm(transitions.TRIAGE):
            raise Http404
        if appointment_request is None or not self.has_view_permission(
            request, appointment_request
        ):
            raise PermissionDenied
        return appointment_request

    def find_to_change(self, request: HttpRequest, pk: int) -> AppointmentRequest:
        """Return the request for a user who may triage."""
        appointment_request = self.find(request, str(pk))
        if not request.user.has_perm(transitions.TRIAGE):  # type: ignore[union-attr]
            raise PermissionDenied
        return appointment_request

    def seen_version(self, request: HttpRequest) -> int:
        """Return the version that the user saw when the form was rendered."""
        version = request.POST.get("version", "")
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            raise BadRequest("A version is missing.")
        return int(version)

    def show(
        self,
        request: HttpRequest,
        appointment_request: AppointmentRequest,
        sent: SubmittedForm | None = None,
        *,
        read_for: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """Show the page. `sent` is a form with errors, `read_for` the reason to open the texts."""
        act = access_log.Act.READ if read_for else access_log.Act.SAW
        if not self.is_logged(request, appointment_request, act, read_for):
            return self.keep_closed(request, appointment_request)
        words = words_of(appointment_request) if read_for else None
        if read_for:
            mark_read(appointment_request)
        context = request_context(
            appointment_request, user=request.user, sent=sent or SubmittedForm(), words=words
        )
        context |= safety_detail.safety_context(
            appointment_request, user=request.user, sent=sent or SubmittedForm()
        )
        return self.about(request, appointment_request, "one_request.html", context, status=status)

    def refuse(
        self,
        request: HttpRequest,
        appointment_request: AppointmentRequest,
        attempted: edit_conflict.AttemptedAction,
        form: Any,
        version: int,
    ) -> HttpResponse:
        """Show an edit conflict; what was typed can be sent again."""
        if not self.is_logged(request, appointment_request, access_log.Act.SAW):
            return self.keep_closed(request, appointment_request)
        context = edit_conflict.conflict_context(
            appointment_request, attempted, form, version, request.path
        )
        return self.about(
            request, appointment_request, "one_request_stale.html", context, status=409
        )

    def is_logged(
        self,
        request: HttpRequest,
        appointment_request: AppointmentRequest,
        act: Any,
        reason: str = "",
    ) -> bool:
        """Write an entry into the access log. If it returns False, nothing may be shown."""
        try:
            access_log.write(act, [appointment_request.about], by=request.user, reason=reason)
        except DatabaseError:
            return False
        return True

    def keep_closed(
        self, request: HttpRequest, appointment_request: AppointmentRequest
    ) -> HttpResponse:
        return self.about(request, appointment_request, "one_request_closed.html", {}, status=503)

    def about(
        self,
        request: HttpRequest,
        appointment_request: AppointmentRequest,
        name: str,
        context: dict[str, Any],
        *,
        status: int = 200,
    ) -> HttpResponse:
        """Render a page about one request."""
        title = {
            "title": f"Request {appointment_request.reference}",
            "appointment_request": appointment_request,
        }
        return self.answer(request, name, title | context, status=status)

    def answer(
        self, request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        template = f"admin/booking/appointmentrequest/{name}"
        return TemplateResponse(request, template, context, status=status)

    def back_to(self, pk: int) -> HttpResponse:
        return redirect(reverse("admin:booking_appointmentrequest_change", args=[pk]))
