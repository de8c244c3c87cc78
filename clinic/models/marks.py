"""Counters and timestamps that all processes share."""

import datetime
from typing import Any

from django.db import models
from django.utils import timezone


class RateCount(models.Model):
    """The count of one rate limit in one time window, by keyed hash (`clinic.throttle`)."""

    key = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField(default=0)
    forget_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key[:8]


class Mark(models.Model):
    """A named timestamp, such as the worker's last heartbeat."""

    name = models.CharField(primary_key=True, max_length=60)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def set(cls, name: str) -> None:
        cls.objects.update_or_create(name=name, defaults={"at": timezone.now()})

    @classmethod
    def age(cls, name: str) -> datetime.timedelta | None:
        """Return how long ago the timestamp was set, None if never."""
        mark: Any = cls.objects.filter(name=name).first()
        return timezone.now() - mark.at if mark else None
