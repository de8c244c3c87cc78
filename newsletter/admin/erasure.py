"""Views to erase a subscriber and to suppress an address, on request."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from clinic.form_fields.addresses import AddressField
from clinic.privacy import access_log
from newsletter import addresses
from newsletter.admin.subscriber_views import SubscriberViews
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


class ErasureViews(SubscriberViews):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.subscriber_path("never-write/", self.never_write, "never_write"),
            self.subscriber_path("<int:pk>/erase/", self.erase, "erase"),
            *super().get_urls(),
        ]

    def erase(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what is erased and what stays (GET), or erase (POST). Idempotent."""
        user = self.require_permission(request, "erase_subscriber")
        subscriber = self.get_subscriber(pk)
        if request.method != "POST" and subscriber.state != State.ERASED:
            context = {"title": "Erase this subscriber?", "subscriber": subscriber}
            return self.render_page(request, "erase.html", context)
        if request.method == "POST" and erasing.erase(subscriber, method=Method.STAFF, by=user):
            entry: Any = access_log.Act.CHANGED
            access_log.write(entry, [f"subscriber:{pk}"], by=user, reason="erased")
        messages.success(request, "The address is erased. The proof stays, for a pseudonym.")
        return self.redirect_to_subscriber(pk)

    def never_write(self, request: HttpRequest) -> HttpResponse:
        """Suppress an address; of an unknown one only a keyed hash is stored."""
        user = self.require_permission(request, "add_suppression")
        form = NeverWriteForm(request.POST if request.method == "POST" else None, label_suffix="")
        if not form.is_valid():
            context = {"title": "Never write to an address", "form": form}
            status = 422 if form.is_bound else 200
            return self.render_page(request, "never_write.html", context, status)
        erasing.never_write(form.cleaned_data["address"], by=user)
        messages.success(request, "No newsletter goes to this address any more.")
        return self.redirect_to_list()
