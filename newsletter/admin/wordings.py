"""The admin of consent wordings: a new text is a new version, old versions stay."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from clinic.privacy import access_log
from clinic.staff.admin_site import FiltersOnly
from newsletter.models import ConsentWording


class WordingForm(forms.ModelForm):
    class Meta:
        model = ConsentWording
        fields = ("text",)
        labels = {"text": "The new words"}
        widgets = {"text": forms.Textarea({"rows": 4, "cols": 60})}

    def clean_text(self) -> str:
        text: str = " ".join(self.cleaned_data["text"].split())
        if text == ConsentWording.objects.latest("version").text:
            raise ValidationError("These are the words that stand there now.")
        return text


@admin.register(ConsentWording)
class WordingAdmin(FiltersOnly, admin.ModelAdmin):
    form = WordingForm
    list_display = ("version", "text", "created_at")
    add_form_template = "newsletter/admin/wording.html"
    actions = None

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("version", "text", "created_at") if obj else ("text",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        old = ConsentWording.objects.all()
        context = {
            "title": "New words beside the sign-up form",
            "old": old,
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        try:
            return super().add_view(request, form_url, context | (extra_context or {}))
        except IntegrityError:
            messages.error(request, "Somebody has just changed the words. Read them first.")
            return HttpResponseRedirect(reverse("admin:newsletter_consentwording_changelist"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        saved = ConsentWording.append(form.cleaned_data["text"])
        obj.pk, obj.version = saved.pk, saved.version
        about = [f"wording:{saved.version}"]
        access_log.write(access_log.Act.CHANGED, about, by=request.user, reason="new wording")
