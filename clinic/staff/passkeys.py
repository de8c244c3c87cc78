"""Passkeys as a second step: django-otp-webauthn's four answers, and what follows from them."""

from typing import Any

from django.conf import settings
from django.http import JsonResponse
from django_otp_webauthn import views
from django_otp_webauthn.models import WebAuthnCredential

from clinic.staff import factors, known_devices
from clinic.staff.second_step import next_address, open_door

#: Browsers know passkeys by name over TLS, and on localhost; not by number.
WORK = settings.OVER_TLS or settings.SITE_HOST == "localhost"


class Ask(views.BeginCredentialAuthenticationView):
    """What the browser's passkey has to sign."""

    http_method_names = ["post"]


class Answer(views.CompleteCredentialAuthenticationView):
    """The signature: with it this session has both steps."""

    http_method_names = ["post"]

    def post(self, *args: Any, **kwargs: Any) -> JsonResponse:
        response = super().post(*args, **kwargs)
        user: Any = self.request.user
        if user.is_authenticated and user.is_verified():
            known_devices.remember(self.request, response, user.get_username())
        return response

    def complete_auth(self, device: Any) -> Any:
        open_door(self.request, device)
        return device.user

    def get_success_url(self) -> str:
        return next_address(self.request)


class New(views.BeginCredentialRegistrationView):
    """What the browser needs to make a passkey."""

    http_method_names = ["post"]


class Made(views.CompleteCredentialRegistrationView):
    """The new passkey. Their other sessions end; recovery codes come next if there are none."""

    http_method_names = ["post"]

    def post(self, *args: Any, **kwargs: Any) -> JsonResponse:
        response = super().post(*args, **kwargs)
        user = self.request.user
        # The library marks the session only if it had no second step.
        open_door(self.request, WebAuthnCredential.objects.filter(user=user).latest("pk"))
        factors.end_sessions(user, but=self.request.session.session_key)
        factors.tell(user, "passkey")
        return response
