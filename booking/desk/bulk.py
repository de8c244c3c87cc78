"""Bulk actions: ticked requests, a page that asks for confirmation, and the action."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth import get_user_model
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, reverse

from booking import transitions
from booking.actions import move, needs_individual_review
from booking.desk.actions import apply_to_many, assign
from booking.desk.views import RequestViews
from booking.models import AppointmentRequest

#: Transitions, and "assign", with label and explanation.
BULK_ACTIONS = {
    "take": ("Take", "You take these requests."),
    "assign": (
        "Give to somebody",
        "These requests go to the person you choose. With “Nobody” they are free to take again.",
    ),
    "waitlist": (
        "Put on the waiting list",
        "These people go on the waiting list. Each gets a mail that says so.",
    ),
    "mark_spam": (
        "Mark as spam",
        "These requests end as spam. Nobody is told. Read each one before you do this.",
    ),
}
MAX_REQUESTS = 50


class BulkActionForm(forms.Form):
    """The chosen action and requests, with the version of each that the user saw."""

    act = forms.ChoiceField(choices=[(name, label) for name, (label, _) in BULK_ACTIONS.items()])
    seen = forms.CharField(max_length=MAX_REQUESTS * 32)
    to = forms.ModelChoiceField(
        queryset=get_user_model().objects.none(), required=False, label="Give to"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users: Any = get_user_model().objects
        may = users.with_perm(
            transitions.TRIAGE, backend="django.contrib.auth.backends.ModelBackend"
        )
        to: Any = self.fields["to"]
        to.queryset, to.empty_label = may.order_by("username"), "Nobody"

    def clean_seen(self) -> dict[int, int]:
        """Return versions by primary key."""
        pairs = [pair.partition(":") for pair in self.cleaned_data["seen"].split()]
        numbers = [number for pk, _, version in pairs for number in (pk, version)]
        if len(pairs) > MAX_REQUESTS or not all(_is_number(number) for number in numbers):
            raise forms.ValidationError("Choose the requests again.")
        return {int(pk): int(version) for pk, _, version in pairs}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


class BulkViews(RequestViews):
    """The actions of the list, and the page that asks for confirmation."""

    def get_urls(self) -> list[URLPattern]:
        return [self.at("many/", self.many_view, "many"), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        user: Any = request.user
        if not user.has_perm(transitions.TRIAGE):
            return {}
        return {name: (_confirm, name, label) for name, (label, _) in BULK_ACTIONS.items()}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        nothing = request.method == "POST" and not request.POST.getlist(ACTION_CHECKBOX_NAME)
        if nothing and self.get_actions(request):
            messages.warning(request, "Tick the requests first. Nothing was changed.")
            return redirect(request.get_full_path())
        return super().changelist_view(request, extra_context)

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any) -> Any:
        """Accept only requests ticked on this page, at most `MAX_REQUESTS`."""
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if request.POST.get("select_across", "0") != "0" or len(ticked) > MAX_REQUESTS:
            raise BadRequest("Only what is ticked.")
        if not all(_is_number(number) for number in ticked):
            raise BadRequest("Not a request.")
        return super().response_action(request, queryset, *args)

    def many_view(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        user: Any = request.user
        if not user.has_perm(transitions.TRIAGE):
            raise PermissionDenied
        form = BulkActionForm(request.POST)
        if not form.is_valid():
            raise BadRequest("Choose the requests again.")
        versions = form.cleaned_data["seen"]
        requests = AppointmentRequest.objects.in_bulk(list(versions))
        action = _action_function(form.cleaned_data["act"], by=user, to=form.cleaned_data["to"])
        done, skipped = apply_to_many(
            ((appointment_request, versions[pk]) for pk, appointment_request in requests.items()),
            action,
        )
        _add_messages(request, BULK_ACTIONS[form.cleaned_data["act"]][0], done, skipped)
        return redirect(reverse("admin:booking_appointmentrequest_changelist"))


def _action_function(name: str, *, by: Any, to: Any) -> Callable[..., AppointmentRequest]:
    if name == "assign":
        return partial(assign, to=to, by=by)
    return partial(move, event=name, by=by, details=transitions.Details(in_bulk=True))


def _confirm(admin: BulkViews, request: HttpRequest, ticked: QuerySet[Any]) -> HttpResponse:
    """Show the page that names each request and says what will happen to it, or why not."""
    action = request.POST["action"]
    transition = transitions.BY_EVENT.get(action)
    rows = [
        {
            "appointment_request": appointment_request,
            "possible": _is_possible(appointment_request, transition),
            "possible_by_state": transition is None
            or appointment_request.state in transition.sources,
        }
        for appointment_request in ticked[:MAX_REQUESTS]
    ]
    possible = [row["appointment_request"] for row in rows if row["possible"]]
    seen = " ".join(
        f"{appointment_request.pk}:{appointment_request.version}"
        for appointment_request in possible
    )
    label, explanation = BULK_ACTIONS[action]
    context = {
        "title": label,
        "action": action,
        "explanation": explanation,
        "rows": rows,
        "seen": seen,
    }
    return admin.answer(request, "many.html", context | {"form": BulkActionForm()})


def _is_possible(
    appointment_request: AppointmentRequest, transition: transitions.Transition | None
) -> bool:
    """Whether the action is possible; see `booking.actions.needs_individual_review`."""
    return transition is None or (
        appointment_request.state in transition.sources
        and not needs_individual_review(appointment_request, transition)
    )


def _add_messages(
    request: HttpRequest,
    label: str,
    done: list[AppointmentRequest],
    skipped: list[AppointmentRequest],
) -> None:
    """Add messages. They contain references only, because others may see the page."""
    if done:
        messages.success(request, f"{label}: {_references(done)}.")
    if skipped:
        messages.error(
            request,
            f"Left alone: {_references(skipped)}. Somebody changed them meanwhile, they allow no "
            "mail, they added a word that nobody has read, or they may not be safe. Open each "
            "one and decide.",
        )


def _references(requests: list[AppointmentRequest]) -> str:
    return ", ".join(sorted(appointment_request.reference for appointment_request in requests))
