"""Second steps of staff log-ins, as devices of django-otp (docs/adr/0013).

django-otp's own devices store secrets and codes in plain text; these store an encrypted secret
and hashes. Passkeys are `django_otp_webauthn`'s and store only public keys.
"""

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import models
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP

from clinic.privacy import sealed

KEY_BYTES = 20  # RFC 4226, 4: a shared secret of 160 bits
CODES = 10
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without characters that look alike
CODE_LENGTH = 16  # 79 bits: enough for a fast hash
MAX_FAILURES = 10


class GentleThrottle(ThrottlingMixin):
    """Throttles with a delay that doubles after each wrong code, from 1 s to 9 minutes.

    An attacker has some 170 attempts a day; the user is never locked out for long.
    """

    throttling_failure_count: Any
    #: True in a known browser, which has a rate limit of its own.
    own_allowance = False

    class Meta:
        abstract = True

    def verify_is_allowed(self) -> Any:
        return (True, None) if self.own_allowance else super().verify_is_allowed()

    def get_throttle_factor(self) -> int:
        return 1

    def throttle_increment(self, commit: bool = True) -> None:
        if self.own_allowance:
            return
        self.throttling_failure_count = min(self.throttling_failure_count, MAX_FAILURES - 1)
        super().throttle_increment(commit)


class AuthenticatorApp(TimestampMixin, GentleThrottle, Device):
    """An app that shows a new code every 30 seconds (RFC 6238); unconfirmed during set-up."""

    SEALED_COLUMNS = ("sealed_key",)

    sealed_key = models.BinaryField()
    #: The time step of the last accepted code: no code is accepted twice (RFC 6238, 5.2).
    last_step = models.BigIntegerField(default=-1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "confirmed"], name="one_app_a_person")
        ]

    def place_of(self, column: str) -> str:
        """Return the associated data: a secret copied to another user's row is unreadable."""
        return f"clinic_authenticatorapp.{column}.{self.user_id}"

    @classmethod
    def new(cls, user: Any, key: str = "", **columns: Any) -> "AuthenticatorApp":
        """Create a device for `user`; `key` is the secret in base32, random by default."""
        app = cls(user=user, name="Authenticator app", **columns)
        key = key or base64.b32encode(secrets.token_bytes(KEY_BYTES)).decode()
        app.sealed_key = sealed.seal(key, place=app.place_of("sealed_key"))
        app.save()
        return app

    @property
    def key(self) -> str:
        """The secret in base32, as people type it into their app."""
        return sealed.open_sealed(self.sealed_key, place=self.place_of("sealed_key"))

    @property
    def address(self) -> str:
        """The URI in the QR code (github.com/google/google-authenticator/wiki/Key-Uri-Format)."""
        issuer = settings.WAGTAIL_SITE_NAME
        label = quote(f"{issuer}:{self.user.get_username()}")
        return f"otpauth://totp/{label}?{urlencode({'secret': self.key, 'issuer': issuer})}"

    def totp(self) -> TOTP:
        return TOTP(base64.b32decode(self.key))

    def verify_token(self, token: str) -> bool:
        """Whether it is the app's current code, or one 30 seconds off; accepted only once."""
        if not self.verify_is_allowed()[0]:
            return False
        totp = self.totp()
        # `isdigit` is True for some characters that `int` does not accept.
        typed = int(token) if token.isascii() and token.isdigit() else -1
        if not totp.verify(typed, tolerance=1, min_t=self.last_step + 1):
            self.throttle_increment()
            return False
        self.last_step = totp.t()
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True


class RecoveryCodes(TimestampMixin, GentleThrottle, Device):
    """Ten recovery codes for a user without their phone; each is accepted once."""

    hashes = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="one_set_of_codes_a_person")]

    @classmethod
    def renew(cls, user: Any) -> list[str]:
        """Replace the user's codes and return the new ones, of which only hashes are stored."""
        codes = [cls._random_code() for _ in range(CODES)]
        cls.objects.update_or_create(
            user=user,
            defaults={"name": "Recovery codes", "hashes": [cls._hash(user.pk, c) for c in codes]},
        )
        return ["-".join(code[i : i + 4] for i in range(0, CODE_LENGTH, 4)) for code in codes]

    @staticmethod
    def _random_code() -> str:
        return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))

    @staticmethod
    def _hash(user_id: int, code: str) -> str:
        return hashlib.sha256(f"clinic.recovery.{user_id}.{code}".encode()).hexdigest()

    def verify_token(self, token: str) -> bool:
        if not self.verify_is_allowed()[0]:
            return False
        typed = self._hash(self.user_id, "".join(c for c in token.lower() if c.isalnum()))
        if typed not in self.hashes:
            self.throttle_increment()
            return False
        self.hashes = [remaining for remaining in self.hashes if remaining != typed]
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True
