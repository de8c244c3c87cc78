"""Views for passkeys as a second step: django-otp-webauthn's, with this site's consequences."""

from typing import Any

from django.conf import settings
from django.http import JsonResponse
from django_otp_webauthn import views
from django_otp_webauthn.models import WebAuthnCredential

from clinic.staff import factors, known_devices
from clinic.staff.second_step import mark_verified, next_address

#: Browsers support passkeys for host names over TLS and for localhost, not for IP addresses.
ARE_SUPPORTED = settings.OVER_TLS or settings.SITE_HOST == "localhost"


class BeginAuthentication(views.BeginCredentialAuthenticationView):
    """Return the challenge that the passkey signs."""

    http_method_names = ["post"]


class CompleteAuthentication(views.CompleteCredentialAuthenticationView):
    """Check the signature; the session then has both steps."""

    http_method_names = ["post"]

    def post(self, *args: Any, **kwargs: Any) -> JsonResponse:
        response = super().post(*args, **kwargs)
        user: Any = self.request.user
        if user.is_authenticated and user.is_verified():
            known_devices.remember(self.request, response, user.get_username())
        return response

    def complete_auth(self, device: Any) -> Any:
        mark_verified(self.request, device)
        return device.user

    def get_success_url(self) -> str:
        return next_address(self.request)


class BeginRegistration(views.BeginCredentialRegistrationView):
    """Return the options with which the browser creates a passkey."""

    http_method_names = ["post"]


class CompleteRegistration(views.CompleteCredentialRegistrationView):
    """Store the new passkey and end the user's other sessions."""

    http_method_names = ["post"]

    def post(self, *args: Any, **kwargs: Any) -> JsonResponse:
        response = super().post(*args, **kwargs)
        user = self.request.user
        # The library verifies the session only if it had no second step.
        mark_verified(self.request, WebAuthnCredential.objects.filter(user=user).latest("pk"))
        factors.end_sessions(user, but=self.request.session.session_key)
        factors.notify(user, "passkey")
        return response
