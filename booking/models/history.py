"""The history of a request."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from booking.models.choices import State
from booking.models.request import AppointmentRequest
from clinic.privacy.append_only import AppendOnly


class RequestEvent(AppendOnly):
    """An event in the history of a request."""

    guarded = False  # erasing a request deletes its events

    class Kind(models.TextChoices):
        RECEIVED = "received", "Received"
        OPENED = "opened", "Opened and read"
        MOVED = "moved", "Moved"
        NOTED = "noted", "Note"
        ADDED = "added", "Word added"
        CORRECTED = "corrected", "Contact details corrected"
        LINK_SENT = "link_sent", "New link sent"
        ASSIGNED = "assigned", "Assigned"
        HELD = "held", "Put on hold"
        RELEASED = "released", "Taken off hold"
        FOLLOW_UP = "follow_up", "Follow-up date set"
        REPLIED = "replied", "Replied"
        REPLY_UNDONE = "undone", "Reply taken back"
        OVERDUE = "overdue", "First answer is late"
        MAIL_PROBLEM = "mail", "Mail did not get through"
        SETTLED = "settled", "Dealt with"
        SAFETY = "safety", "Safety"
        ERASE_WANTED = "erase", "Asked to be erased"

    class ActorKind(models.TextChoices):
        CLIENT = "client", "Client"
        STAFF = "staff", "Staff"
        SYSTEM = "system", "The system"

    appointment_request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="events"
    )
    key = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="The same form sent twice is one event."
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    transition = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(default=timezone.now)
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    from_state = models.CharField(max_length=20, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=20, choices=State.choices, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            # For the weekly figures.
            models.Index(fields=["at"], name="event_lapsed", condition=Q(to_state=State.LAPSED)),
            models.Index(fields=["at"], name="event_mail", condition=Q(kind="mail")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor_kind="staff", actor__isnull=False)
                | (~Q(actor_kind="staff") & Q(actor__isnull=True)),
                name="event_has_its_actor",
            ),
            models.CheckConstraint(
                condition=Q(kind="moved") & ~Q(to_state="") & ~Q(from_state="") | ~Q(kind="moved"),
                name="event_moves_between_states",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"

    @property
    def who(self) -> str:
        return self.actor.get_username() if self.actor else self.get_actor_kind_display()
