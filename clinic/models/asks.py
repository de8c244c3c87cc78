"""What somebody without a log-in asked for, until the worker has done it."""

from django.db import models


class PasswordAsk(models.Model):
    """A typed address that may be somebody's here. The page knows no more than that."""

    address = models.EmailField()
    asked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"ask {self.pk}"
