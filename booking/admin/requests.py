"""Reception's list of requests, and one request on one screen."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.timesince import timesince

from booking import client_mails, search, transitions
from booking.actions import NotPossibleError, StaleError, add_note, move, record_opened
from booking.admin.filters import KindFilter, SafetyFilter, StateFilter
from booking.admin.one_request import NoteForm, context_of
from booking.models import AppointmentRequest

VIEW_OWN = "booking.view_own_appointmentrequest"
FOUND_AT_MOST = 50
FILTERS = {f.parameter_name for f in (StateFilter, SafetyFilter, KindFilter)}


@admin.register(AppointmentRequest)
class AppointmentRequestAdmin(admin.ModelAdmin):
    """No raw fields anywhere: what changes a request is in `actions`."""

    list_display = ["reference", "flags", "initials", "kind", "waiting", "state"]
    list_filter = [StateFilter, SafetyFilter, KindFilter]
    list_per_page = 50
    ordering = ["-safety_flag", "created_at"]
    sortable_by = ["reference", "kind", "waiting", "state"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    # --- Who may do what ------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user: Any = request.user
        if user.has_perm(transitions.TRIAGE):
            return True
        if not user.has_perm(VIEW_OWN):
            return False
        return obj is None or bool(obj.clinician and obj.clinician.user_id == user.pk)

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """The filters above and no other: an address must not become a search for a person."""
        return lookup in FILTERS

    # --- The list ----------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[AppointmentRequest]:
        user: Any = request.user
        requests = AppointmentRequest.objects.all()
        if not user.has_perm(transitions.TRIAGE):
            requests = requests.naming(user)
        return requests.annotate(mail_failed=client_mails.failed())

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Requests"} | (extra_context or {}))

    @admin.display(description="waiting for", ordering="created_at")
    def waiting(self, obj: AppointmentRequest) -> str:
        return timesince(obj.created_at, depth=1)

    @admin.display(description="look out")
    def flags(self, obj: Any) -> str:
        found = []
        if obj.safety_flag:
            found.append(("safety", "▲", "Safety: read now"))
        if obj.mail_failed:
            found.append(("mail", "✉", "Mail problem"))
        if obj.looks_automatic:
            found.append(("machine", "◆", "May be a machine"))
        if not found:
            return ""
        return format_html_join(
            " ", '<span class="flag flag-{}"><span aria-hidden="true">{}</span> {}</span>', found
        )

    # --- Addresses -----------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        def at(route: str, view: Any, name: str) -> URLPattern:
            full_name = f"booking_appointmentrequest_{name}"
            return path(route, self.admin_site.admin_view(view), name=full_name)

        return [
            at("search/", self.search_view, "search"),
            at("<int:pk>/move/<slug:event>/", self.move_view, "move"),
            at("<int:pk>/note/", self.note_view, "note"),
            *super().get_urls(),
        ]

    def search_view(self, request: HttpRequest) -> HttpResponse:
        """Posted, because a name must not stand in an address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        term = request.POST.get("term", "")
        found = search.matching(self.get_queryset(request), term)
        rows = [
            {"asked": asked, "waiting": self.waiting(asked), "flags": self.flags(asked)}
            for asked in found.order_by("-created_at")[:FOUND_AT_MOST]
        ]
        context = {"title": "Find a request", "term": term, "rows": rows, "most": FOUND_AT_MOST}
        return self._answer(request, "search.html", context)

    # --- One request ---------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._show(request, self._find(request, object_id))

    def move_view(self, request: HttpRequest, pk: int, event: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = self._find(request, str(pk))
        version = request.POST.get("version", "")
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            raise BadRequest("A version is missing.")
        try:
            moved = move(found, event, by=request.user, seen_version=int(version))
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
        related = AppointmentRequest.objects.select_related("clinician", "answers", "consent")
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
        status: int = 200,
    ) -> HttpResponse:
        # First the trace, then the text: if the trace cannot be written, nobody reads.
        record_opened(found, by=request.user)
        form = note_form or NoteForm(initial={"key": uuid.uuid4()})
        context = context_of(found, user=request.user, note_form=form)
        context |= {"title": f"Request {found.reference}"}
        return self._answer(request, "one_request.html", context, status=status)

    def _answer(
        self, request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        template = f"admin/booking/appointmentrequest/{name}"
        return TemplateResponse(request, template, context, status=status)

    def _back_to(self, pk: int) -> HttpResponse:
        return redirect(reverse("admin:booking_appointmentrequest_change", args=[pk]))
