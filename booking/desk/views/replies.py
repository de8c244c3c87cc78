"""Answering a person: write, see what they get, send, and take it back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern

from booking import replies
from booking.actions import NotPossibleError, StaleError
from booking.desk import stale
from booking.desk.forms.replies import ReplyForm, ToldForm
from booking.desk.screen import Screen
from booking.models import AppointmentRequest, Reply
from clinic.models import ClinicDetails
from clinic.privacy import access_log


class ReplyViews(Screen):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.at("<int:pk>/reply/", self.reply_view, "reply"),
            self.at("<int:pk>/reply/send/", self.send_view, "send"),
            self.at("<int:pk>/reply/told/", self.told_view, "told"),
            self.at("<int:pk>/reply/<uuid:reply>/undo/", self.undo_view, "undo"),
            *super().get_urls(),
        ]

    def reply_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write, or see what the person will get; stores nothing."""
        found = self.find_to_change(request, pk)
        if request.method != "POST":
            return self.write(request, found, ReplyForm(appointment_request=found))
        form, step = ReplyForm(request.POST, appointment_request=found), request.POST.get("step")
        if step == "words":
            return self.write(request, found, form.with_template())
        if step == "write":
            return self.write(request, found, form.without_errors())
        if not form.is_valid():
            return self.write(request, found, form, status=422)
        return self.preview(request, found, form)

    def write(
        self, request: HttpRequest, found: AppointmentRequest, form: ReplyForm, *, status: int = 200
    ) -> HttpResponse:
        return self.reply_page(request, found, {"form": form}, status=status)

    def preview(
        self, request: HttpRequest, found: AppointmentRequest, form: ReplyForm
    ) -> HttpResponse:
        clinic = ClinicDetails.current()
        mail = replies.preview(found, form.cleaned_data["text"], clinic)
        context = {"form": form.kept(), "mail": mail, "text": form.cleaned_data["text"]}
        return self.reply_page(request, found, context, name="one_request_preview.html")

    def reply_page(
        self,
        request: HttpRequest,
        found: AppointmentRequest,
        context: dict[str, Any],
        *,
        name: str = "one_request_reply.html",
        status: int = 200,
    ) -> HttpResponse:
        if not self.is_logged(request, found, access_log.Act.SAW):
            return self.keep_closed(request, found)
        said = {"key": uuid.uuid4(), "text": request.POST.get("told-text", "")}
        context = {"told": ToldForm(initial=said)} | context
        return self.about(request, found, name, context, status=status)

    def send_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found, version = self.find_to_change(request, pk), self.seen_version(request)
        form = ReplyForm(request.POST, appointment_request=found)
        if not form.is_valid():
            return self.write(request, found, form, status=422)
        try:
            replies.send(found, by=request.user, seen_version=version, **form.reply())
        except (StaleError, NotPossibleError):
            wanted = stale.Wanted("Send this answer", found.may_write and found.is_open)
            return self.refuse(request, found, wanted, form, version)
        messages.success(request, "Your answer leaves in three minutes.")
        return self.back_to(pk)

    def told_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was said on the phone."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found, version = self.find_to_change(request, pk), self.seen_version(request)
        form = ToldForm(request.POST)
        if not form.is_valid():
            letter = ReplyForm(request.POST, appointment_request=found).without_errors()
            context = {"form": letter, "told": form}
            return self.reply_page(request, found, context, status=422)
        try:
            replies.told(found, by=request.user, seen_version=version, **form.cleaned_data)
        except (StaleError, NotPossibleError):
            wanted = stale.Wanted("Keep what you said", found.is_open)
            return self.refuse(request, found, wanted, form, version)
        messages.success(request, "Kept: they have their answer.")
        return self.back_to(pk)

    def undo_view(self, request: HttpRequest, pk: int, reply: uuid.UUID) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = self.find_to_change(request, pk)
        sent = Reply.objects.filter(pk=reply, appointment_request=found).first()
        if sent is None:
            raise Http404
        try:
            replies.undo(sent, by=request.user)
        except replies.TooLateError:
            messages.error(request, "Too late: the mail has left. Write again, or call.")
            return self.back_to(pk)
        messages.success(request, "Taken back: nothing was sent. Your words are below.")
        return self.write(
            request, found, ReplyForm.again(sent, appointment_request=self.find(request, str(pk)))
        )
