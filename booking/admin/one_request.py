"""What the screen of one request shows."""

from typing import Any

from django import forms
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.formats import date_format

from booking import transitions
from booking.advice import contact_advice, mail_problem_advice
from booking.client_mails import has_problem
from booking.models import AppointmentRequest, RequestEvent
from clinic.models import OutgoingEmail
from clinic.sealed import UnreadableError

UNREADABLE = "This text cannot be opened with the keys this site has. Tell the owner."
MAIL_NAMES = {
    "booking/receipt": "Receipt to the client",
    "booking/links": "New link to the client",
    "booking/notice": "Notice to reception",
    "booking/changed": "Note to the client that contact details were changed",
}


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Note",
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Only staff read notes. They cannot be changed afterwards.",
        error_messages={"required": "Write the note first."},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


def answers_of(appointment_request: AppointmentRequest) -> list[tuple[str, str]]:
    """What the person wrote, as (question, answer)."""
    labels = {
        "reason": "What would you like help with?",
        "purpose": "What is the assessment for?",
        "message": "Anything else we should know?",
    }
    found = []
    for column, label in labels.items():
        try:
            text = appointment_request.answers.read(column)
        except UnreadableError:
            text = UNREADABLE
        if text:
            found.append((label, text))
    return [*found, *added_words_of(appointment_request)]


def added_words_of(appointment_request: AppointmentRequest) -> list[tuple[str, str]]:
    """What the person added on their own page, as (when, text)."""
    found = []
    for word in appointment_request.added_words.all():
        try:
            text = word.read()
        except UnreadableError:
            text = UNREADABLE
        at = date_format(timezone.localtime(word.at), "j F, H:i")
        found.append((f"Added on {at}", text))
    return found


def safe_now_of(appointment_request: AppointmentRequest) -> str:
    try:
        return appointment_request.answers.read_safe_now()
    except UnreadableError:
        return UNREADABLE


def buttons_for(appointment_request: AppointmentRequest, user: Any) -> list[transitions.Transition]:
    return [
        t for t in transitions.possible(appointment_request.state) if user.has_perm(t.permission)
    ]


def mails_about(appointment_request: AppointmentRequest) -> list[OutgoingEmail]:
    return list(
        OutgoingEmail.objects.filter(about=appointment_request.about)
        .defer("text", "html")
        .order_by("created_at")
    )


def timeline_of(
    appointment_request: AppointmentRequest, mails: list[OutgoingEmail]
) -> list[dict[str, Any]]:
    """Events and mails, oldest first; who read it is told apart."""
    events = appointment_request.events.exclude(kind=RequestEvent.Kind.OPENED)
    rows = [{"at": e.at, "event": e, "label": label_of(e)} for e in events.select_related("actor")]
    rows += [
        {"at": m.created_at, "mail": m, "label": MAIL_NAMES.get(m.kind, m.kind)} for m in mails
    ]
    return sorted(rows, key=lambda row: row["at"])


def label_of(event: RequestEvent) -> str:
    """What was done, before the name of who did it: "Taken by"."""
    if event.kind == RequestEvent.Kind.RECEIVED:
        return "Sent by"
    known = transitions.BY_EVENT.get(event.transition)
    return f"{known.done if known else event.get_kind_display()} by"


def readers_of(appointment_request: AppointmentRequest) -> Any:
    return (
        appointment_request.events.filter(kind=RequestEvent.Kind.OPENED)
        .values("actor__username")
        .annotate(times=Count("pk"), last_at=Max("at"))
        .order_by("-last_at")
    )


def context_of(
    appointment_request: AppointmentRequest, *, user: Any, note_form: NoteForm
) -> dict[str, Any]:
    mails = mails_about(appointment_request)
    may_act = user.has_perm(transitions.TRIAGE)
    mail_lost = has_problem(appointment_request)
    return {
        "asked": appointment_request,
        "advice": contact_advice(appointment_request, mail_lost=mail_lost),
        "answers": answers_of(appointment_request),
        "safe_now": safe_now_of(appointment_request),
        "buttons": buttons_for(appointment_request, user) if may_act else [],
        "may_act": may_act,
        "mail_problem": mail_problem_advice(appointment_request) if mail_lost else "",
        "timeline": timeline_of(appointment_request, mails),
        "readers": readers_of(appointment_request),
        "note_form": note_form,
    }
