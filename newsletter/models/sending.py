"""What we sent, to whom, and what became of it."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from newsletter import addresses
from newsletter.models.consent import Subscriber
from newsletter.models.issue import IssuePage

LIVE_STATES = ("queued", "sending")


def one_line(value: str) -> None:
    """A line break in a header would start another header."""
    if any(ord(c) < 32 or ord(c) == 127 or c in "\u0085\u2028\u2029" for c in value):
        raise ValidationError("Write this as one line.", code="line_break")


class Campaign(models.Model):
    """One issue, sent to everybody who had confirmed when sending started."""

    class State(models.TextChoices):
        SENDING = "sending", "Being sent"
        PAUSED = "paused", "Paused"
        FINISHED = "finished", "Finished"
        CANCELLED = "cancelled", "Stopped"

    # One campaign for each issue: a second click, tab or worker finds it taken.
    issue = models.OneToOneField(
        IssuePage, on_delete=models.SET_NULL, null=True, related_name="campaign"
    )
    title = models.CharField(max_length=255)
    # Frozen when sending starts; what the preview showed is what goes out.
    subject = models.CharField(max_length=200, validators=[one_line])
    text = models.TextField()
    html = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENDING)
    planned = models.PositiveIntegerField(default=0)
    resume_at = models.DateTimeField("waits until", null=True, blank=True)
    last_error = models.CharField("why it waits", max_length=120, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]
        permissions = [("send_campaign", "Can send an issue to all subscribers")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["finished", "cancelled"], finished_at__isnull=False)
                | Q(state__in=["sending", "paused"], finished_at__isnull=True),
                name="campaign_finished_with_moment",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def counts(self) -> dict[str, int]:
        """How many people are in each state; the values add up to `planned`."""
        found = dict(self.deliveries.order_by().values_list("state").annotate(Count("pk")))
        return {state: found.get(state, 0) for state in Delivery.State.values}

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.SENDING, self.State.PAUSED)


class SendBatch(models.Model):
    """Some people of one campaign, taken by one worker."""

    class State(models.TextChoices):
        CALLING = "calling", "With a worker"
        RECORDED = "recorded", "Recorded"
        RETURNED = "returned", "Given back"
        IN_DOUBT = "in_doubt", "In doubt"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="batches")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CALLING)
    provider = models.CharField(max_length=40)
    claimed_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "send batches"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="calling", lease_until__isnull=False)
                | (~Q(state="calling") & Q(lease_until__isnull=True)),
                name="batch_lease_while_calling",
            )
        ]

    def __str__(self) -> str:
        return f"Batch {self.id}"


class Delivery(models.Model):
    """One campaign to one person. The database allows each person and address once."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        SENDING = "sending", "With the provider"
        ACCEPTED = "accepted", "Accepted by the provider"
        SKIPPED = "skipped", "Left out"
        REFUSED = "refused", "Refused by the provider"
        FAILED = "failed", "Failed"
        IN_DOUBT = "in_doubt", "In doubt: sent or not, we cannot tell"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="deliveries")
    email = models.EmailField(max_length=addresses.MAX_LENGTH)
    email_normalised = models.CharField(max_length=300)
    batch = models.ForeignKey(
        SendBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=120, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    #: Set just before the provider is called: without it, nothing can have left us.
    called_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["pk"]
        indexes = [models.Index("campaign", "state", name="delivery_by_state")]
        constraints = [
            models.UniqueConstraint("campaign", "subscriber", name="delivery_once_a_person"),
            models.UniqueConstraint(
                "campaign", "email_normalised", name="delivery_once_an_address"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending", "accepted"]) | ~Q(reason=""),
                name="delivery_end_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE_STATES, settled_at__isnull=True)
                | (~Q(state__in=LIVE_STATES) & Q(settled_at__isnull=False)),
                name="delivery_settled_with_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="queued") | Q(called_at__isnull=True, batch__isnull=True),
                name="delivery_queued_was_not_called",
            ),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude)
        addresses.validate(self.email)
