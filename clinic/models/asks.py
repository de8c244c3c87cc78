"""Requests of visitors without a log-in that the worker processes."""

from django.db import models


class PasswordAsk(models.Model):
    """A request for a password link; whether a user has the address is not known yet."""

    address = models.EmailField()
    asked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"ask {self.pk}"
