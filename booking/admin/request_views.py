"""One request on one screen: the views."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from booking import transitions
from booking.actions import MissingError, NotPossibleError, StaleError, add_note, move
from booking.admin.one_request import NoteForm, context_of
from booking.admin.words import CLOSED, OpenForm, words_of
from booking.models import AppointmentRequest
from clinic import access_log

RELATED = (
    "clinician", "answers", "consent", "assigned_to", "entered_by", "duplicate_of",
)  # fmt: skip


class RequestViews(admin.ModelAdmin):
    """What can be seen of one request and done with it; the list is in `requests`."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self.at("<int:pk>/open/", self.open_view, "open"),
            self.at("<int:pk>/move/<slug:event>/", self.move_view, "move"),
            self.at("<int:pk>/note/", self.note_view, "note"),
            *super().get_urls(),
        ]

    def at(self, route: str, view: Any, name: str) -> URLPattern:
        """A page of the desk, for staff only."""
        full_name = f"booking_appointmentrequest_{name}"
        return path(route, self.admin_site.admin_view(view), name=full_name)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._show(request, self._find(request, object_id))

    def open_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The screen with what the person wrote. Loaded again, it asks again for a reason."""
        if request.method != "POST":
            return self._back_to(pk)
        found = self._find(request, str(pk))
        form = OpenForm(request.POST)
        if not form.is_valid():
            return self._show(request, found, open_form=form, status=422)
        return self._show(request, found, read_for=form.reason())

    def move_view(self, request: HttpRequest, pk: int, event: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = self._find(request, str(pk))
        version = request.POST.get("version", "")
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            raise BadRequest("A version is missing.")
        try:
            moved = move(found, event, by=request.user, seen_version=int(version))
        except MissingError as missing:
            messages.error(request, str(missing))
            return self._show(request, self._find(request, str(pk)), status=422)
        except (StaleError, NotPossibleError):
            messages.error(
                request,
                "Nothing was changed: this request was changed after you opened it. "
                "Here is how it is now. Read it, then decide again.",
            )
            return self._show(request, self._find(request, str(pk)), status=409)
        messages.success(request, f"{moved.reference} is now: {moved.get_state_display()}.")
        return self._back_to(pk)

    def note_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = self._find(request, str(pk))
        if not request.user.has_perm(transitions.TRIAGE):  # type: ignore[union-attr]
            raise PermissionDenied
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self._show(request, found, note_form=form, status=422)
        cleaned = form.cleaned_data
        add_note(found, cleaned["text"], by=request.user, key=cleaned["key"])
        messages.success(request, "Your note is kept.")
        return self._back_to(pk)

    def _find(self, request: HttpRequest, object_id: str) -> AppointmentRequest:
        """The request, if this person may see it; others cannot tell whether it exists."""
        related = AppointmentRequest.objects.select_related(*RELATED).defer(*CLOSED)
        found = related.filter(pk=int(object_id)).first() if object_id.isdecimal() else None
        user: Any = request.user
        if found is None and user.has_perm(transitions.TRIAGE):
            raise Http404
        if found is None or not self.has_view_permission(request, found):
            raise PermissionDenied
        return found

    def _show(
        self,
        request: HttpRequest,
        found: AppointmentRequest,
        *,
        note_form: NoteForm | None = None,
        open_form: OpenForm | None = None,
        read_for: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """First the entry, then the screen; with a reason to read also what they wrote."""
        act = access_log.Act.READ if read_for else access_log.Act.SAW
        try:
            access_log.write(act, [found.about], by=request.user, reason=read_for)
        except DatabaseError:
            return self._keep_closed(request, found)
        context = context_of(
            found,
            user=request.user,
            note_form=note_form or NoteForm(initial={"key": uuid.uuid4()}),
            open_form=open_form,
            words=words_of(found) if read_for else None,
        )
        context |= {"title": f"Request {found.reference}"}
        return self.answer(request, "one_request.html", context, status=status)

    def _keep_closed(self, request: HttpRequest, found: AppointmentRequest) -> HttpResponse:
        context = {"title": f"Request {found.reference}", "reference": found.reference}
        return self.answer(request, "one_request_closed.html", context, status=503)

    def answer(
        self, request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        template = f"admin/booking/appointmentrequest/{name}"
        return TemplateResponse(request, template, context, status=status)

    def _back_to(self, pk: int) -> HttpResponse:
        return redirect(reverse("admin:booking_appointmentrequest_change", args=[pk]))
