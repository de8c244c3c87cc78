"""Views of requests made by phone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern

from booking import transitions
from booking.desk.base_admin import RequestAdminBase
from booking.errors import FormKeyReusedError
from booking.intake import by_phone as phone_intake
from booking.intake.forms import FormOptions
from booking.intake.forms.by_phone import PHONE_FORMS
from booking.models.choices import Kind as RequestKind

STORED_BEFORE = (
    "This form was kept before: {}. What you changed since then is not kept. "
    "Keep it once more if it is a second request."
)


class PhoneViews(RequestAdminBase):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.at("by-phone/", self.choose_view, "by_phone"),
            self.at("by-phone/<slug:kind>/", self.phone_view, "phone"),
            *super().get_urls(),
        ]

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """Choose one of the three forms."""
        _check_permission(request)
        context = {"title": "A request by phone", "kinds": RequestKind.choices}
        return self.answer(request, "one_request_by_phone.html", context)

    def phone_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        _check_permission(request)
        if kind not in PHONE_FORMS:
            raise Http404
        if request.method != "POST":
            return self.phone_page(request, PHONE_FORMS[kind](options=FormOptions.current()))
        form = PHONE_FORMS[kind](request.POST, options=FormOptions.current())
        if not form.is_valid():
            return self.phone_page(request, form, status=422)
        try:
            stored = phone_intake.enter(form.columns(), answers=form.answers(), by=request.user)
        except FormKeyReusedError as error:
            form.renew_key()
            form.add_error(None, STORED_BEFORE.format(error.stored.reference))
            return self.phone_page(request, form, status=422)
        messages.success(request, f"Kept. Read the reference out: {stored.reference}.")
        return self.back_to(stored.pk)

    def phone_page(self, request: HttpRequest, form: Any, *, status: int = 200) -> HttpResponse:
        context = {"title": f"By phone: {RequestKind(form.kind).label.lower()}", "form": form}
        return self.answer(request, "one_request_by_phone.html", context, status=status)


def _check_permission(request: HttpRequest) -> None:
    if not request.user.has_perm(transitions.TRIAGE):  # type: ignore[union-attr]
        raise PermissionDenied
