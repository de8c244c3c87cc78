"""Columns that reception uses while working on a request."""

from django.conf import settings
from django.db import models


class Source(models.TextChoices):
    WEB = "web", "Website"
    PHONE = "phone", "Phone"


class DeskColumns(models.Model):
    """Columns that staff and the answer clock write, never the client."""

    source = models.CharField(max_length=8, choices=Source.choices, default=Source.WEB)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who wrote it down, if it came by phone.",
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_requests",
    )
    follow_up_on = models.DateField(null=True, blank=True)
    on_hold_since = models.DateTimeField(null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="duplicates"
    )

    # The answer clock (`booking.answer_clock`).
    answer_due_at = models.DateTimeField(
        null=True, blank=True, help_text="When the first answer is promised; empty: no promise."
    )
    clock_stopped_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the clock stands still."
    )
    clock_paused = models.PositiveIntegerField(
        default=0, help_text="Seconds of opening time during which it stood still."
    )
    answered_at = models.DateTimeField(
        null=True, blank=True, help_text="When we first answered the person."
    )
    answer_leaves_at = models.DateTimeField(
        null=True, blank=True, help_text="When the mail leaves that will be our first answer."
    )
    overdue_told_at = models.DateTimeField(null=True, blank=True)

    # Shown first at the desk; each is emptied once staff have dealt with it.
    client_wrote_at = models.DateTimeField(null=True, blank=True)
    mail_problem_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
