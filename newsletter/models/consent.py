"""Whom we may write to, and the proof of it."""

import uuid
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from clinic import edition
from clinic.append_only import AppendOnly
from newsletter import addresses


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def confirmed(self) -> "SubscriberQuerySet":
        return self.filter(state=Subscriber.State.CONFIRMED)

    def unsuppressed(self) -> "SubscriberQuerySet":
        return self.exclude(
            Exists(Suppression.objects.filter(address_hash=OuterRef("address_hash")))
        )

    def reachable(self) -> "SubscriberQuerySet":
        """Those a newsletter may go to."""
        return self.confirmed().unsuppressed()


class Subscriber(models.Model):
    """A person who asked for the newsletter. Nothing but the address is asked or guessed."""

    class State(models.TextChoices):
        PENDING = "pending", "Asked, not yet confirmed"
        CONFIRMED = "confirmed", "Confirmed"
        WITHDRAWN = "withdrawn", "Left the list"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("email address", max_length=addresses.MAX_LENGTH)
    email_normalised = models.CharField(max_length=300, unique=True, editable=False)
    address_hash = models.CharField(max_length=64, db_index=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    created_at = models.DateTimeField("first asked", default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    #: The last mail that a sign-up form caused, whatever it said.
    answered_at = models.DateTimeField("last answered by mail", null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        permissions = [("withdraw_subscriber", "Can take a subscriber off the list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending", confirmed_at__isnull=True, withdrawn_at__isnull=True)
                | Q(state="confirmed", confirmed_at__isnull=False, withdrawn_at__isnull=True)
                | Q(state="withdrawn", withdrawn_at__isnull=False),
                name="subscriber_state_with_moment",
            )
        ]

    def __str__(self) -> str:
        return f"Subscriber {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        addresses.validate(self.email)
        self.email_normalised = addresses.normalise(self.email)
        self.address_hash = addresses.keyed_hash(self.email_normalised)
        super().save(*args, **kwargs)

    @property
    def is_suppressed(self) -> bool:
        return Suppression.objects.filter(address_hash=self.address_hash).exists()


class ConsentWording(AppendOnly):
    """The words beside the sign-up form. New words are a new version; old ones stay."""

    version = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"Version {self.version}"

    @classmethod
    def current(cls) -> "ConsentWording":
        latest = partial(cls.objects.latest, "version")
        return cast("ConsentWording", edition.remember("consent-wording", latest))


class ConsentEvent(AppendOnly):
    """One thing that happened between a person and the list. No address of the machine."""

    class Kind(models.TextChoices):
        ASKED = "asked", "Asked to join"
        CONFIRMED = "confirmed", "Confirmed"
        WITHDRAWN = "withdrawn", "Left"
        COMPLAINED = "complained", "Reported a mail as spam"
        BOUNCED = "bounced", "Address does not exist"

    class Method(models.TextChoices):
        FORM = "form", "Sign-up form"
        LINK = "link", "Link in a mail, and its button"
        ONE_CLICK = "one_click", "The mail program's own unsubscribe button"
        STAFF = "staff", "A member of staff, asked by the person"
        PROVIDER = "provider", "Report from the mail provider"

    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    method = models.CharField(max_length=12, choices=Method.choices)
    wording = models.ForeignKey(ConsentWording, on_delete=models.PROTECT, null=True, blank=True)
    wording_text = models.TextField("the words they saw", blank=True)
    placement = models.CharField("where on the page", max_length=20, blank=True)
    page_path = models.CharField("on which page", max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["asked", "confirmed"])
                | (Q(wording__isnull=False) & ~Q(wording_text="")),
                name="consent_yes_with_words",
            ),
            models.CheckConstraint(
                condition=~Q(method="staff") | Q(by__isnull=False), name="consent_staff_with_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"


class Suppression(models.Model):
    """An address no newsletter goes to. Holds a keyed hash, so it outlives an erasure.

    Only a fresh confirmation by the person lifts it.
    """

    class Reason(models.TextChoices):
        HARD_BOUNCE = "hard_bounce", "The address does not exist"
        COMPLAINT = "complaint", "Reported a mail as spam"

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.address_hash[:8]}"
