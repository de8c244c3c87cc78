"""Views of actions on one request. Each form posts the version that the user saw."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern

from booking import transitions
from booking.actions import add_note
from booking.desk import action_menu, edit_conflict
from booking.desk.base_admin import RequestAdminBase
from booking.desk.request_detail import NoteForm, SubmittedForm
from booking.errors import MissingDetailError, NotPossibleError, StaleVersionError
from booking.models import AppointmentRequest


class ActionViews(RequestAdminBase):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.at("<int:pk>/move/<slug:event>/", self.move_view, "move"),
            self.at("<int:pk>/note/", self.note_view, "note"),
            *super().get_urls(),
        ]

    def move_view(self, request: HttpRequest, pk: int, event: str) -> HttpResponse:
        """Perform one action of `action_menu.ACTIONS`."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        appointment_request, version = self.find_to_change(request, pk), self.seen_version(request)
        if event not in action_menu.ACTIONS:
            raise Http404
        form = action_menu.form_for(event, appointment_request, request.POST)
        if not form.is_valid():
            return self.show(
                request, appointment_request, SubmittedForm(event, form, version), status=422
            )
        try:
            moved = action_menu.perform(
                event, appointment_request, form, by=request.user, seen_version=version
            )
        except MissingDetailError as missing:
            form.add_error(None, str(missing))
            return self.show(
                request, appointment_request, SubmittedForm(event, form, version), status=422
            )
        except (StaleVersionError, NotPossibleError):
            what = edit_conflict.AttemptedAction(
                action_menu.label_of(event),
                event in action_menu.possible_actions(appointment_request, request.user),
            )
            return self.refuse(request, appointment_request, what, form, version)
        messages.success(request, _done_message(moved, event))
        return self.back_to(pk)

    def note_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        appointment_request = self.find_to_change(request, pk)
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.show(
                request, appointment_request, SubmittedForm(note_form=form), status=422
            )
        cleaned = form.cleaned_data
        add_note(appointment_request, cleaned["text"], by=request.user, key=cleaned["key"])
        messages.success(request, "Your note is kept.")
        return self.back_to(pk)


def _done_message(moved: AppointmentRequest, event: str) -> str:
    transition = transitions.BY_EVENT.get(event)
    if transition is None:
        return f"Done: {action_menu.label_of(event)}."
    message = f"{moved.reference} is now: {moved.get_state_display()}."
    if not transition.message:
        return message
    if moved.may_write:
        return f"{message} The mail to the client leaves in three minutes."
    return f"{message} They allow no mail: tell them in the way they allow."
