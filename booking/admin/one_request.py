"""What the screen of one request shows."""

from typing import Any

from django import forms

from booking import duplicates, transitions
from booking.admin.timeline import events_of, mails_about, readers_of, timeline_of
from booking.admin.words import OpenForm, safe_now_of
from booking.advice import contact_advice, mail_problem_advice
from booking.client_mails import has_problem
from booking.models import AppointmentRequest


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Note",
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Only staff read notes. They cannot be changed afterwards.",
        error_messages={"required": "Write the note first."},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


def buttons_for(appointment_request: AppointmentRequest, user: Any) -> list[transitions.Transition]:
    return [
        t for t in transitions.possible(appointment_request.state) if user.has_perm(t.permission)
    ]


def context_of(
    appointment_request: AppointmentRequest,
    *,
    user: Any,
    note_form: NoteForm,
    open_form: OpenForm | None = None,
    words: list[tuple[str, str]] | None = None,
) -> dict[str, Any]:
    """`words` is what the person wrote, if it may be shown; None leaves it closed."""
    may_act = user.has_perm(transitions.TRIAGE)
    events = events_of(appointment_request)
    mail_lost = has_problem(appointment_request)
    return {
        "asked": appointment_request,
        "advice": contact_advice(appointment_request, mail_lost=mail_lost),
        "words": words,
        "open_form": open_form or OpenForm(),
        "safe_now": safe_now_of(appointment_request),
        "buttons": buttons_for(appointment_request, user) if may_act else [],
        "may_act": may_act,
        "mail_problem": mail_problem_advice(appointment_request) if mail_lost else "",
        # Other people's requests are for who may see all of them.
        "duplicates": duplicates.of(appointment_request) if may_act else [],
        "timeline": timeline_of(events, mails_about(appointment_request)),
        "readers": readers_of(appointment_request, events),
        "note_form": note_form,
    }
