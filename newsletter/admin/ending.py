"""At the desk: somebody asks to be erased, or never to be written to."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from clinic.form_fields.addresses import AddressField
from clinic.privacy import access_log
from newsletter import addresses
from newsletter.admin.person_views import PersonViews
from newsletter.list import erasing
from newsletter.list.actions import Method, State


class NeverWriteForm(forms.Form):
    address = AddressField(
        label="The whole address",
        international=True,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"required": "Enter the address.", "invalid": "Enter one email address."},
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        try:
            addresses.validate(address)
            addresses.normalise(address)
        except ValidationError:
            raise ValidationError("Enter one email address.", code="invalid") from None
        return address


class EndingViews(PersonViews):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.at("never-write/", self.never_write, "never_write"),
            self.at("<int:pk>/erase/", self.erase, "erase"),
            *super().get_urls(),
        ]

    def erase(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET says what goes and what stays; POST does it. Twice is the same as once."""
        user = self.require(request, "erase_subscriber")
        person = self.person(pk)
        if request.method != "POST" and person.state != State.ERASED:
            context = {"title": "Erase this subscriber?", "person": person}
            return self.answer(request, "erase.html", context)
        if request.method == "POST" and erasing.erase(person, method=Method.STAFF, by=user):
            entry: Any = access_log.Act.CHANGED
            access_log.write(entry, [f"subscriber:{pk}"], by=user, reason="erased")
        messages.success(request, "The address is erased. The proof stays, for a pseudonym.")
        return self.to_person(pk)

    def never_write(self, request: HttpRequest) -> HttpResponse:
        """For any address; of one that we do not know only a keyed hash is kept."""
        user = self.require(request, "add_suppression")
        form = NeverWriteForm(request.POST if request.method == "POST" else None, label_suffix="")
        if not form.is_valid():
            context = {"title": "Never write to an address", "form": form}
            status = 422 if form.is_bound else 200
            return self.answer(request, "never_write.html", context, status)
        erasing.never_write(form.cleaned_data["address"], by=user)
        messages.success(request, "No newsletter goes to this address any more.")
        return self.to_list()
