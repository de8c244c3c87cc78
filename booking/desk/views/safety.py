"""Views of safety steps, and the start of a fire drill.

They do not check the version of the request: what is done about a person in danger is never
refused because of an edit conflict. The key of a form prevents that it is stored twice.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, reverse

from booking.desk.base_admin import RequestAdminBase
from booking.desk.forms import safety as forms
from booking.desk.forms.safety import SafetyForm, name_of
from booking.desk.request_detail import SubmittedForm
from booking.desk.safety_detail import try_message
from booking.errors import MissingDetailError, NotPossibleError
from booking.models import AppointmentRequest
from booking.safety import actions as safety
from booking.safety import drills, handovers
from clinic.privacy import access_log

StepFunction = Callable[[AppointmentRequest, Any, Any], str]


class SafetyViews(RequestAdminBase):
    def get_urls(self) -> list[URLPattern]:
        steps = {
            "try": self.try_view,
            "hand-over": self.hand_over_view,
            "have": self.have_view,
            "outcome": self.outcome_view,
            "rule": self.rule_view,
            "flag": self.flag_view,
        }
        return [
            *(self.at(f"<int:pk>/safety/{path}/", view, f"safety_{path.replace('-', '_')}")
              for path, view in steps.items()),
            self.at("fire-drill/", self.drill_view, "fire_drill"),
            *super().get_urls(),
        ]  # fmt: skip

    def try_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Log a try, or a conversation: two buttons of one form."""
        return self.step(request, pk, forms.TryForm, _try)

    def hand_over_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.step(request, pk, forms.HandOverForm, _hand_over)

    def have_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Acknowledge the handover: “I have it”."""
        return self.step(request, pk, SafetyForm, _have, permission=safety.OUTCOME)

    def outcome_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.step(request, pk, forms.OutcomeForm, _outcome, permission=safety.OUTCOME)

    def rule_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record an exception from a contact rule."""
        return self.step(request, pk, forms.RuleForm, _rule, permission=safety.OUTCOME)

    def flag_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Flag the request."""
        return self.step(request, pk, forms.FlagForm, _flag)

    def step(
        self,
        request: HttpRequest,
        pk: int,
        form_class: type[SafetyForm],
        perform: StepFunction,
        *,
        permission: str = "",
    ) -> HttpResponse:
        """Process a form: `perform` the step, or show the form again with everything typed."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        appointment_request = self.find_to_act(request, pk, permission)
        form = form_class(request.POST, appointment_request=appointment_request)
        if not form.is_valid():
            if "key" in form.errors:
                raise BadRequest("A form without its key.")
            return self.again(request, appointment_request, form)
        try:
            done = perform(appointment_request, form, request.user)
        except MissingDetailError as missing:
            form.add_error("text", str(missing))
            return self.again(request, appointment_request, form)
        except NotPossibleError:
            return self.too_late(request, pk, form)
        messages.success(request, f"{appointment_request.reference}: {done}")
        return self.after(request, pk)

    def find_to_act(self, request: HttpRequest, pk: int, permission: str) -> AppointmentRequest:
        """Return the request for a user with the permission, also if it has an outcome by now."""
        user: Any = request.user
        if not (user.has_perm(permission) if permission else safety.may_act(user)):
            raise PermissionDenied
        ended = AppointmentRequest.objects.filter(pk=pk, safety_flag=True).first()
        if ended and user.has_perm(safety.OUTCOME):
            return ended
        return self.find(request, str(pk))

    def again(
        self, request: HttpRequest, appointment_request: AppointmentRequest, form: SafetyForm
    ) -> HttpResponse:
        """Show the page with the errors, to users who may still see it."""
        if not self.has_view_permission(request, appointment_request):
            return self.too_late(request, appointment_request.pk, form)
        return self.show(request, appointment_request, SubmittedForm(form.action, form), status=422)

    def after(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Redirect to the request or the closing round, or to Today if it may not be seen."""
        appointment_request = AppointmentRequest.objects.select_related("clinician").get(pk=pk)
        if request.POST.get("back") == "round":
            return redirect(reverse("admin:booking_appointmentrequest_closing_round"))
        if self.has_view_permission(request, appointment_request):
            return self.back_to(pk)
        return redirect(reverse("admin:index"))

    def too_late(self, request: HttpRequest, pk: int, form: SafetyForm) -> HttpResponse:
        """Show who recorded the outcome meanwhile, and everything that was typed."""
        appointment_request = AppointmentRequest.objects.select_related("clinician").get(pk=pk)
        if not self.is_logged(request, appointment_request, access_log.Act.SAW):
            return self.keep_closed(request, appointment_request)
        context = {
            "typed": [(f.label, _display_value(f)) for f in form.visible_fields() if f.data],
            "outcome": appointment_request.safety_steps.filter(kind="outcome")
            .select_related("by")
            .last(),
            "may_see": self.has_view_permission(request, appointment_request),
            "may_flag": not appointment_request.needs_safety_outcome,
            "flag_form": _flag_form_with(form, appointment_request),
        }
        return self.about(
            request, appointment_request, "one_request_safety_late.html", context, status=409
        )

    def drill_view(self, request: HttpRequest) -> HttpResponse:
        """Start a fire drill."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm(drills.START):  # type: ignore[union-attr]
            raise PermissionDenied
        drill = drills.start(by=request.user, key=_key(request))
        messages.success(request, f"The fire drill has begun: {drill.reference}.")
        return redirect(reverse("admin:index"))


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise BadRequest("A form without its key.") from None


def _flag_form_with(form: SafetyForm, appointment_request: AppointmentRequest) -> forms.FlagForm:
    """Return a form to flag the request again, with the text that came too late."""
    if isinstance(form, forms.FlagForm) and form.errors:
        return form
    again = forms.FlagForm(appointment_request=appointment_request)
    again.initial = {
        **again.initial,
        "level": appointment_request.safety_level,
        "text": form.data.get("text", ""),
    }
    return again


def _display_value(field: Any) -> str:
    """Return the label of a choice, or the typed text."""
    known = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    return known.get(str(field.data), str(field.data))


def _try(appointment_request: AppointmentRequest, form: Any, by: Any) -> str:
    text, key = form.cleaned_data["text"], form.cleaned_data["key"]
    safety.log_try(appointment_request, text, by=by, key=key, reached=form.reached)
    return "that you spoke with them is kept." if form.reached else try_message(appointment_request)


def _hand_over(appointment_request: AppointmentRequest, form: Any, by: Any) -> str:
    cleaned = form.cleaned_data
    handovers.hand_over(
        appointment_request, cleaned["to"], cleaned["text"], by=by, key=cleaned["key"]
    )
    return f"handed over to {name_of(cleaned['to'])}. They get a note now."


def _have(appointment_request: AppointmentRequest, form: Any, by: Any) -> str:
    """Acknowledge the handover, or hand the request over to oneself."""
    held = handovers.current_handover(appointment_request)
    if held is None or (held.acknowledged_at and held.acknowledged_by != by):
        handovers.hand_over(appointment_request, by, "", by=by, key=form.cleaned_data["key"])
    else:
        handovers.acknowledge(appointment_request, by=by)
    return "you have it."


def _outcome(appointment_request: AppointmentRequest, form: Any, by: Any) -> str:
    cleaned = form.cleaned_data
    safety.record_outcome(
        appointment_request, cleaned["outcome"], cleaned["text"], by=by, key=cleaned["key"]
    )
    if appointment_request.client_wrote_at:
        return "the outcome is recorded. They have added a word that nobody has read: open it."
    return "the outcome is recorded."


def _rule(appointment_request: AppointmentRequest, form: Any, by: Any) -> str:
    safety.record_rule_exception(
        appointment_request, form.cleaned_data["text"], by=by, key=form.cleaned_data["key"]
    )
    return "your decision is kept, with its reason."


def _flag(appointment_request: AppointmentRequest, form: Any, by: Any) -> str:
    cleaned = form.cleaned_data
    safety.flag(appointment_request, cleaned["level"], cleaned["text"], by=by, key=cleaned["key"])
    return "stands first on the desk now, until an outcome."
