"""Subscribers and suppressed addresses. The proof of consent: `newsletter.models.ledger`."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from newsletter import addresses


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def confirmed(self) -> "SubscriberQuerySet":
        return self.filter(state=Subscriber.State.CONFIRMED)

    def unsuppressed(self) -> "SubscriberQuerySet":
        return self.exclude(
            Exists(Suppression.objects.filter(address_hash=OuterRef("address_hash")))
        )

    def reachable(self) -> "SubscriberQuerySet":
        """Subscribers who may be written to."""
        return self.confirmed().unsuppressed()


class Subscriber(models.Model):
    """A person who signed up for the newsletter, or was imported with a consent given elsewhere.

    Only the address is stored. How they came onto the list is read from the ledger
    (`newsletter.list.basis`): the state "confirmed" and `confirmed_at` are set in both cases.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Asked, not yet confirmed"
        CONFIRMED = "confirmed", "On the list"
        WITHDRAWN = "withdrawn", "Left the list"
        ERASED = "erased", "Erased"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("email address", max_length=addresses.MAX_LENGTH, blank=True)
    email_normalised = models.CharField(max_length=300, unique=True, editable=False)
    address_hash = models.CharField(max_length=64, db_index=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    created_at = models.DateTimeField("on record since", default=timezone.now)
    confirmed_at = models.DateTimeField("on the list since", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    #: From then on the row is a pseudonym without an address; its events stay.
    erased_at = models.DateTimeField(null=True, blank=True)
    #: When the last mail caused by a sign-up form was sent.
    answered_at = models.DateTimeField("last answered by mail", null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        permissions = [
            ("withdraw_subscriber", "Can take a subscriber off the list"),
            ("erase_subscriber", "Can erase a subscriber who asks for it"),
            ("import_subscriber", "Can bring in people who said yes elsewhere"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending", confirmed_at__isnull=True, withdrawn_at__isnull=True)
                | Q(state="confirmed", confirmed_at__isnull=False, withdrawn_at__isnull=True)
                | Q(state="withdrawn", withdrawn_at__isnull=False)
                | Q(state="erased"),
                name="subscriber_state_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="erased",
                    erased_at__isnull=False,
                    email="",
                    email_normalised__startswith="erased:",
                )
                | (~Q(state="erased") & Q(erased_at__isnull=True) & ~Q(email="")),
                name="subscriber_erased_without_address",
            ),
        ]

    def __str__(self) -> str:
        return f"Subscriber {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.state != self.State.ERASED:
            self._read_address()
        super().save(*args, **kwargs)

    def _read_address(self) -> None:
        addresses.validate(self.email)
        self.email_normalised = addresses.normalise(self.email)
        self.address_hash = addresses.keyed_hash(self.email_normalised)

    @property
    def is_suppressed(self) -> bool:
        return Suppression.objects.filter(address_hash=self.address_hash).exists()


class Suppression(models.Model):
    """An address that gets no newsletter, as a keyed hash that stays after an erasure.

    Only a new confirmation by the person removes it.
    """

    class Reason(models.TextChoices):
        HARD_BOUNCE = "hard_bounce", "The address does not exist"
        COMPLAINT = "complaint", "Reported a mail as spam"
        OBJECTED = "objected", "Asked us never to write"
        ERASED = "erased", "Asked us to erase everything"

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.address_hash[:8]}"
