"""One request on one screen: finding it, showing it, opening what the person wrote."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from booking import transitions
from booking.desk import safety_screen, stale
from booking.desk.one_request import Sent, context_of
from booking.desk.written_words import CLOSED, OpenForm, mark_read, words_of
from booking.models import AppointmentRequest
from clinic.privacy import access_log

RELATED = (
    "clinician", "answers", "consent", "assigned_to", "entered_by", "duplicate_of",
)  # fmt: skip


class Screen(admin.ModelAdmin):
    """What every view of one request needs; the list is in `requests`."""

    def get_urls(self) -> list[URLPattern]:
        return [self.at("<int:pk>/open/", self.open_view, "open"), *super().get_urls()]

    def at(self, route: str, view: Any, name: str) -> URLPattern:
        """A page of the desk, for staff only."""
        full_name = f"booking_appointmentrequest_{name}"
        return path(route, self.admin_site.admin_view(view), name=full_name)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self.show(request, self.find(request, object_id))

    def open_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The screen with what the person wrote. Loaded again, it asks again for a reason."""
        if request.method != "POST":
            return self.back_to(pk)
        found = self.find(request, str(pk))
        form = OpenForm(request.POST)
        if not form.is_valid():
            return self.show(request, found, Sent(open_form=form), status=422)
        return self.show(request, found, read_for=form.reason())

    def find(self, request: HttpRequest, object_id: str) -> AppointmentRequest:
        """The request, if this person may see it; others cannot tell whether it exists."""
        related = AppointmentRequest.objects.select_related(*RELATED).defer(*CLOSED)
        found = related.filter(pk=int(object_id)).first() if object_id.isdecimal() else None
        user: Any = request.user
        if found is None and user.has_perm(transitions.TRIAGE):
            raise Http404
        if found is None or not self.has_view_permission(request, found):
            raise PermissionDenied
        return found

    def find_to_change(self, request: HttpRequest, pk: int) -> AppointmentRequest:
        """The same, for who may answer it."""
        found = self.find(request, str(pk))
        if not request.user.has_perm(transitions.TRIAGE):  # type: ignore[union-attr]
            raise PermissionDenied
        return found

    def seen_version(self, request: HttpRequest) -> int:
        """The version that the person saw when the form was made."""
        version = request.POST.get("version", "")
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            raise BadRequest("A version is missing.")
        return int(version)

    def show(
        self,
        request: HttpRequest,
        found: AppointmentRequest,
        sent: Sent | None = None,
        *,
        read_for: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """The screen; `sent` is a form that was not taken, `read_for` a reason to open."""
        act = access_log.Act.READ if read_for else access_log.Act.SAW
        if not self.is_logged(request, found, act, read_for):
            return self.keep_closed(request, found)
        words = words_of(found) if read_for else None
        if read_for:
            mark_read(found)
        context = context_of(found, user=request.user, sent=sent or Sent(), words=words)
        context |= safety_screen.context_of(found, user=request.user, sent=sent or Sent())
        return self.about(request, found, "one_request.html", context, status=status)

    def refuse(
        self,
        request: HttpRequest,
        found: AppointmentRequest,
        wanted: stale.Wanted,
        form: Any,
        version: int,
    ) -> HttpResponse:
        """Both versions side by side; what was typed can be sent once more."""
        if not self.is_logged(request, found, access_log.Act.SAW):
            return self.keep_closed(request, found)
        context = stale.context_of(found, wanted, form, version, request.path)
        return self.about(request, found, "one_request_stale.html", context, status=409)

    def is_logged(
        self, request: HttpRequest, found: AppointmentRequest, act: Any, reason: str = ""
    ) -> bool:
        """First the entry, then the screen: False means that nothing may be shown."""
        try:
            access_log.write(act, [found.about], by=request.user, reason=reason)
        except DatabaseError:
            return False
        return True

    def keep_closed(self, request: HttpRequest, found: AppointmentRequest) -> HttpResponse:
        return self.about(request, found, "one_request_closed.html", {}, status=503)

    def about(
        self,
        request: HttpRequest,
        found: AppointmentRequest,
        name: str,
        context: dict[str, Any],
        *,
        status: int = 200,
    ) -> HttpResponse:
        """A page about one request."""
        title = {"title": f"Request {found.reference}", "appointment_request": found}
        return self.answer(request, name, title | context, status=status)

    def answer(
        self, request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        template = f"admin/booking/appointmentrequest/{name}"
        return TemplateResponse(request, template, context, status=status)

    def back_to(self, pk: int) -> HttpResponse:
        return redirect(reverse("admin:booking_appointmentrequest_change", args=[pk]))
