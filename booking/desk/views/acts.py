"""Doing something with one request: every act is a button that posts what was seen."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern

from booking import transitions
from booking.actions import MissingError, NotPossibleError, StaleError, add_note
from booking.desk import acts, stale
from booking.desk.one_request import NoteForm, Sent
from booking.desk.screen import Screen
from booking.models import AppointmentRequest


class ActViews(Screen):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.at("<int:pk>/move/<slug:event>/", self.move_view, "move"),
            self.at("<int:pk>/note/", self.note_view, "note"),
            *super().get_urls(),
        ]

    def move_view(self, request: HttpRequest, pk: int, event: str) -> HttpResponse:
        """One act of `acts.KINDS`."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found, version = self.find_to_change(request, pk), self.seen_version(request)
        if event not in acts.KINDS:
            raise Http404
        form = acts.form_of(event, found, request.POST)
        if not form.is_valid():
            return self.show(request, found, Sent(event, form, version), status=422)
        try:
            moved = acts.do(event, found, form, by=request.user, seen_version=version)
        except MissingError as missing:
            form.add_error(None, str(missing))
            return self.show(request, found, Sent(event, form, version), status=422)
        except (StaleError, NotPossibleError):
            what = stale.Wanted(acts.label_of(event), event in acts.possible(found, request.user))
            return self.refuse(request, found, what, form, version)
        messages.success(request, _done(moved, event))
        return self.back_to(pk)

    def note_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = self.find_to_change(request, pk)
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.show(request, found, Sent(note_form=form), status=422)
        cleaned = form.cleaned_data
        add_note(found, cleaned["text"], by=request.user, key=cleaned["key"])
        messages.success(request, "Your note is kept.")
        return self.back_to(pk)


def _done(moved: AppointmentRequest, event: str) -> str:
    step = transitions.BY_EVENT.get(event)
    if step is None:
        return f"Done: {acts.label_of(event)}."
    said = f"{moved.reference} is now: {moved.get_state_display()}."
    if not step.message:
        return said
    if moved.may_write:
        return f"{said} The mail to the client leaves in three minutes."
    return f"{said} They allow no mail: tell them in the way they allow."
