"""Second steps of staff log-ins, as devices of django-otp (docs/adr/0013).

django-otp's own keep keys and codes in plain text; these keep a sealed key and hashes.
Passkeys are `django_otp_webauthn`'s and hold only public keys.
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
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
CODE_LENGTH = 16  # 79 bits: a plain hash cannot be guessed back
MOST_FAILURES = 10


class GentleThrottle(ThrottlingMixin):
    """After each wrong code a pause twice as long, from 1 s to 9 minutes and no longer.

    Whoever guesses gets some 170 tries a day; whoever is guessed at is never out for long.
    """

    throttling_failure_count: Any
    #: Asked from a browser that is known, which counts its tries elsewhere.
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
        self.throttling_failure_count = min(self.throttling_failure_count, MOST_FAILURES - 1)
        super().throttle_increment(commit)


class AuthenticatorApp(TimestampMixin, GentleThrottle, Device):
    """An app that shows a new code every 30 seconds (RFC 6238). Not confirmed: being set up."""

    SEALED_COLUMNS = ("sealed_key",)

    sealed_key = models.BinaryField()
    #: The step of the last code taken: no code opens twice (RFC 6238, 5.2).
    last_step = models.BigIntegerField(default=-1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "confirmed"], name="one_app_a_person")
        ]

    def place_of(self, column: str) -> str:
        """Bound to the person: a key copied to somebody else's row does not open."""
        return f"clinic_authenticatorapp.{column}.{self.user_id}"

    @classmethod
    def new(cls, user: Any, key: str = "", **columns: Any) -> "AuthenticatorApp":
        """A saved device for `user`; `key` is base32, random if none is given."""
        app = cls(user=user, name="Authenticator app", **columns)
        key = key or base64.b32encode(secrets.token_bytes(KEY_BYTES)).decode()
        app.sealed_key = sealed.seal(key, place=app.place_of("sealed_key"))
        app.save()
        return app

    @property
    def key(self) -> str:
        """In base32, as people type it into their app."""
        return sealed.open_sealed(self.sealed_key, place=self.place_of("sealed_key"))

    @property
    def address(self) -> str:
        """What the QR code says (github.com/google/google-authenticator/wiki/Key-Uri-Format)."""
        issuer = settings.WAGTAIL_SITE_NAME
        label = quote(f"{issuer}:{self.user.get_username()}")
        return f"otpauth://totp/{label}?{urlencode({'secret': self.key, 'issuer': issuer})}"

    def totp(self) -> TOTP:
        return TOTP(base64.b32decode(self.key))

    def verify_token(self, token: str) -> bool:
        """Whether it is this app's code of now, or half a minute off; each is taken once."""
        if not self.verify_is_allowed()[0]:
            return False
        totp = self.totp()
        # Six characters that isdigit() calls digits may still be none that int() reads.
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
    """Ten codes on paper for the day the phone is gone; each opens once."""

    hashes = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="one_set_of_codes_a_person")]

    @classmethod
    def renew(cls, user: Any) -> list[str]:
        """New codes instead of all old ones. Returned once; kept as hashes only."""
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
        self.hashes = [kept for kept in self.hashes if kept != typed]
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True
