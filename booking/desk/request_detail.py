"""The context of the page of one request."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone

from booking import answer_clock, replies, transitions
from booking.desk import action_menu, duplicates
from booking.desk.advice import contact_advice, mail_problem_advice
from booking.desk.timeline import events_of, is_lost, mails_about, readers_of, timeline_of
from booking.desk.written_words import OpenForm, safe_now_of
from booking.models import AppointmentRequest, RequestEvent
from clinic.models import ClinicDetails


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Note",
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Only staff read notes. They cannot be changed afterwards.",
        error_messages={"required": "Write the note first."},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


@dataclass(frozen=True)
class SubmittedForm:
    """A form that was not accepted and is shown again with its errors."""

    action: str = ""
    form: Any = None  # an `ActionForm` or a `SafetyForm`
    version: int = 0
    note_form: NoteForm | None = None
    open_form: OpenForm | None = None


def request_context(
    appointment_request: AppointmentRequest,
    *,
    user: Any,
    sent: SubmittedForm,
    words: list[tuple[str, str]] | None = None,
) -> dict[str, Any]:
    """Return the context. `words` are the texts of the client; None leaves them closed."""
    events, mails = events_of(appointment_request), mails_about(appointment_request)
    clinic, now = ClinicDetails.current(), timezone.now()
    context = {
        "appointment_request": appointment_request,
        "clock_status": answer_clock.status(appointment_request, clinic, now),
        "clock": answer_clock.status_text(appointment_request, clinic, now),
        "advice": contact_advice(
            appointment_request, mail_lost=any(is_lost(m, appointment_request) for m in mails)
        ),
        "mail_problem": mail_problem_advice(appointment_request)
        if appointment_request.mail_problem_at
        else "",
        "safe_now": safe_now_of(appointment_request),
        "words": words,
        "open_form": sent.open_form or OpenForm(),
        "timeline": timeline_of(events, mails),
        "readers": readers_of(appointment_request, events),
    }
    replied = any(event.kind == RequestEvent.Kind.REPLIED for event in events)
    may_act = user.has_perm(transitions.TRIAGE)
    return context | (
        _action_context(appointment_request, user, sent, replied=replied) if may_act else {}
    )


def _action_context(
    appointment_request: AppointmentRequest, user: Any, sent: SubmittedForm, *, replied: bool
) -> dict[str, Any]:
    """Return what only users who may triage see: actions, and possible duplicates."""
    forms_sent = {sent.action: sent.form} if sent.form else {}
    following, groups = action_menu.offered_actions(appointment_request, user, forms_sent)
    return {
        "may_act": True,
        "sent": sent,
        "following": following,
        "groups": groups,
        "duplicates": duplicates.find_duplicates(appointment_request),
        "undoable_replies": replies.undoable_replies(appointment_request) if replied else [],
        "note_form": sent.note_form or NoteForm(initial={"key": uuid.uuid4()}),
    }
