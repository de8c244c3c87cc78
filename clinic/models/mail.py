"""The outbox: mails to be sent, and their state afterwards (`clinic.mail.outbox`)."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import Q
from django.utils import timezone


class OutgoingEmail(models.Model):
    """One mail to one person, stored in the transaction of the change that caused it."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        RETRYING = "retrying", "Will be tried again"
        FAILED = "failed", "Could not be sent"
        CANCELLED = "cancelled", "Cancelled"

    class Problem(models.TextChoices):
        BOUNCED = "bounced", "Came back: the address does not work"
        REFUSED = "refused", "Refused by the other side"
        COMPLAINED = "complained", "Marked as spam by the reader"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(
        max_length=80, help_text="Template folder, for example booking/receipt."
    )
    about = models.CharField(
        max_length=80, blank=True, help_text="What it concerns, as an id: never a person."
    )
    to = models.EmailField(max_length=254)
    sender = models.CharField(
        max_length=80, blank=True, help_text="The name it comes from; empty: the usual one."
    )
    subject = models.CharField(max_length=200)
    # Emptied once sent, because a mail may contain a link that grants access.
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)

    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    priority = models.SmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    last_error = models.CharField(max_length=120, blank=True)
    #: Reported by the provider after it accepted the mail.
    problem = models.CharField(max_length=12, choices=Problem.choices, blank=True)
    problem_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "outgoing mail"
        verbose_name_plural = "outgoing mails"
        permissions = [("retry_outgoingemail", "Can have a failed mail tried again")]
        indexes = [
            models.Index(
                "due_at",
                name="outgoing_due",
                condition=Q(state__in=["queued", "retrying", "sending"]),
            ),
            models.Index("about", name="outgoing_about"),
            models.Index("provider_id", name="outgoing_provider_id", condition=~Q(provider_id="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="outgoing_sent_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(problem="", problem_at__isnull=True)
                | (~Q(problem="") & Q(problem_at__isnull=False)),
                name="outgoing_problem_with_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    def clean(self) -> None:
        validate_email(self.to)
        for name in ("subject", "sender"):
            if any(ord(c) < 32 for c in getattr(self, name)):
                raise ValidationError({name: "This is one line."})
