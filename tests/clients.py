"""A test client that goes in as staff do."""

from typing import Any

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY

from clinic.models import RecoveryCodes


class StaffClient(Client):
    """`force_login` is the password and the second step; `password_only` stops before it."""

    def force_login(self, user: Any, backend: Any = None) -> None:
        self.password_only(user)
        device, _ = RecoveryCodes.objects.get_or_create(user=user)
        session = self.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()

    def password_only(self, user: Any) -> None:
        super().force_login(user)
