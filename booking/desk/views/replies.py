"""Views of answers: write, preview, send, and take back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern

from booking import replies
from booking.desk import edit_conflict
from booking.desk.base_admin import RequestAdminBase
from booking.desk.forms.replies import ReplyForm, SpokenAnswerForm
from booking.errors import MailAlreadySentError, NotPossibleError, StaleVersionError
from booking.models import AppointmentRequest, Reply
from clinic.models import ClinicDetails
from clinic.privacy import access_log


class ReplyViews(RequestAdminBase):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.at("<int:pk>/reply/", self.reply_view, "reply"),
            self.at("<int:pk>/reply/send/", self.send_view, "send"),
            self.at("<int:pk>/reply/told/", self.told_view, "told"),
            self.at("<int:pk>/reply/<uuid:reply>/undo/", self.undo_view, "undo"),
            *super().get_urls(),
        ]

    def reply_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write or preview an answer. It stores nothing."""
        appointment_request = self.find_to_change(request, pk)
        if request.method != "POST":
            return self.write(
                request, appointment_request, ReplyForm(appointment_request=appointment_request)
            )
        form, step = (
            ReplyForm(request.POST, appointment_request=appointment_request),
            request.POST.get("step"),
        )
        if step == "words":
            return self.write(request, appointment_request, form.with_template())
        if step == "write":
            return self.write(request, appointment_request, form.without_errors())
        if not form.is_valid():
            return self.write(request, appointment_request, form, status=422)
        return self.preview(request, appointment_request, form)

    def write(
        self,
        request: HttpRequest,
        appointment_request: AppointmentRequest,
        form: ReplyForm,
        *,
        status: int = 200,
    ) -> HttpResponse:
        return self.reply_page(request, appointment_request, {"form": form}, status=status)

    def preview(
        self, request: HttpRequest, appointment_request: AppointmentRequest, form: ReplyForm
    ) -> HttpResponse:
        clinic = ClinicDetails.current()
        mail = replies.preview(appointment_request, form.cleaned_data["text"], clinic)
        context = {"form": form.as_hidden(), "mail": mail, "text": form.cleaned_data["text"]}
        return self.reply_page(
            request, appointment_request, context, name="one_request_preview.html"
        )

    def reply_page(
        self,
        request: HttpRequest,
        appointment_request: AppointmentRequest,
        context: dict[str, Any],
        *,
        name: str = "one_request_reply.html",
        status: int = 200,
    ) -> HttpResponse:
        if not self.is_logged(request, appointment_request, access_log.Act.SAW):
            return self.keep_closed(request, appointment_request)
        initial = {"key": uuid.uuid4(), "text": request.POST.get("told-text", "")}
        context = {"spoken_form": SpokenAnswerForm(initial=initial)} | context
        return self.about(request, appointment_request, name, context, status=status)

    def send_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        appointment_request, version = self.find_to_change(request, pk), self.seen_version(request)
        form = ReplyForm(request.POST, appointment_request=appointment_request)
        if not form.is_valid():
            return self.write(request, appointment_request, form, status=422)
        try:
            replies.send(
                appointment_request, by=request.user, seen_version=version, **form.send_arguments()
            )
        except (StaleVersionError, NotPossibleError):
            attempted = edit_conflict.AttemptedAction(
                "Send this answer", appointment_request.may_write and appointment_request.is_open
            )
            return self.refuse(request, appointment_request, attempted, form, version)
        messages.success(request, "Your answer leaves in three minutes.")
        return self.back_to(pk)

    def told_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record an answer given by phone or text message."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        appointment_request, version = self.find_to_change(request, pk), self.seen_version(request)
        form = SpokenAnswerForm(request.POST)
        if not form.is_valid():
            reply_form = ReplyForm(
                request.POST, appointment_request=appointment_request
            ).without_errors()
            context = {"form": reply_form, "spoken_form": form}
            return self.reply_page(request, appointment_request, context, status=422)
        try:
            replies.record_spoken_answer(
                appointment_request, by=request.user, seen_version=version, **form.cleaned_data
            )
        except (StaleVersionError, NotPossibleError):
            attempted = edit_conflict.AttemptedAction(
                "Keep what you said", appointment_request.is_open
            )
            return self.refuse(request, appointment_request, attempted, form, version)
        messages.success(request, "Kept: they have their answer.")
        return self.back_to(pk)

    def undo_view(self, request: HttpRequest, pk: int, reply: uuid.UUID) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        appointment_request = self.find_to_change(request, pk)
        sent = Reply.objects.filter(pk=reply, appointment_request=appointment_request).first()
        if sent is None:
            raise Http404
        try:
            replies.undo(sent, by=request.user)
        except MailAlreadySentError:
            messages.error(request, "Too late: the mail has left. Write again, or call.")
            return self.back_to(pk)
        messages.success(request, "Taken back: nothing was sent. Your words are below.")
        return self.write(
            request,
            appointment_request,
            ReplyForm.from_reply(sent, appointment_request=self.find(request, str(pk))),
        )
