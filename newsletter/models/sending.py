"""Campaigns, their batches and deliveries, and the provider's reports."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from newsletter import addresses
from newsletter.models.consent import Subscriber
from newsletter.models.issue import IssuePage

LIVE_STATES = ("queued", "sending")
#: The states before sending: the content is frozen, nobody has been written to.
UNSTARTED = ("prepared", "scheduled", "overdue")


def one_line(value: str) -> None:
    """Raise ValidationError for a line break, which would start another header."""
    if any(ord(c) < 32 or ord(c) == 127 or c in "\u0085\u2028\u2029" for c in value):
        raise ValidationError("Write this as one line.", code="line_break")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def here(self) -> "CampaignQuerySet":
        """Campaigns released on this site: a copy of the database elsewhere sends nothing."""
        return self.filter(site_url=settings.SITE_URL)

    def may_send_now(self) -> "CampaignQuerySet":
        return self.here().filter(state="sending").exclude(resume_at__gt=timezone.now())


class Campaign(models.Model):
    """One issue, sent to everybody who was on the list when sending started."""

    class State(models.TextChoices):
        PREPARED = "prepared", "Waits for release"
        SCHEDULED = "scheduled", "Waits for its time"
        OVERDUE = "overdue", "Missed its time"
        SENDING = "sending", "Being sent"
        PAUSED = "paused", "Paused"
        FINISHED = "finished", "Finished"
        CANCELLED = "cancelled", "Stopped"

    # One campaign for each issue, also after a second click or in another worker.
    issue = models.OneToOneField(
        IssuePage, on_delete=models.SET_NULL, null=True, related_name="campaign"
    )
    title = models.CharField(max_length=255)
    # Frozen when it is prepared: the mail that staff have tested and released is sent.
    subject = models.CharField(max_length=200, validators=[one_line])
    sender = models.CharField("from", max_length=320, validators=[one_line])
    text = models.TextField()
    html = models.TextField()
    #: SHA-256 of the four above.
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    prepared_at = models.DateTimeField(default=timezone.now)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_alone = models.BooleanField("released by who prepared it", default=False)
    site_url = models.CharField("released on", max_length=200, blank=True)
    scheduled_for = models.DateTimeField("to be sent from", null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    planned = models.PositiveIntegerField(default=0)
    #: The last time a worker claimed a batch or tried to.
    active_at = models.DateTimeField(null=True, blank=True)
    resume_at = models.DateTimeField("waits until", null=True, blank=True)
    failures = models.PositiveSmallIntegerField("failed calls in a row", default=0)
    last_error = models.CharField("why it waits", max_length=200, blank=True)
    #: The circuit breaker counts from here: the start, or the last time staff resumed.
    watched_from = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at"]
        permissions = [("send_campaign", "Can prepare and release issues for all subscribers")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["finished", "cancelled"], finished_at__isnull=False)
                | (~Q(state__in=["finished", "cancelled"]) & Q(finished_at__isnull=True)),
                name="campaign_finished_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNSTARTED, started_at__isnull=True)
                | (~Q(state__in=UNSTARTED) & Q(started_at__isnull=False)),
                name="campaign_started_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="prepared", released_by__isnull=True, released_at__isnull=True)
                | (
                    ~Q(state="prepared")
                    & ~Q(site_url="")
                    & Q(
                        released_by__isnull=False,
                        released_at__isnull=False,
                        scheduled_for__isnull=False,
                    )
                ),
                name="campaign_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True)
                | Q(released_alone=True)
                | ~Q(released_by=F("prepared_by")),
                name="campaign_released_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def counts(self) -> dict[str, int]:
        """Return how many deliveries are in each state; the values add up to `planned`."""
        counts = dict(self.deliveries.order_by().values_list("state").annotate(Count("pk")))
        return {state: counts.get(state, 0) for state in Delivery.State.values}

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.SENDING, self.State.PAUSED)

    @property
    def is_unstarted(self) -> bool:
        return self.state in UNSTARTED


class SendBatch(models.Model):
    """Deliveries of one campaign, sent in one call or over one connection.

    Its id is the idempotency key: a provider that supports keys never sends twice.
    """

    class State(models.TextChoices):
        CALLING = "calling", "With a worker"
        REPLAY = "replay", "To be asked again with the same key"
        RECORDED = "recorded", "Recorded"
        RETURNED = "returned", "Given back"
        IN_DOUBT = "in_doubt", "In doubt"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="batches")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CALLING)
    provider = models.CharField(max_length=40)
    claimed_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    #: SHA-256 of the payload sent with the key, which is never used with another payload.
    digest = models.CharField(max_length=64, blank=True)
    called_at = models.DateTimeField("first called", null=True, blank=True)
    calls = models.PositiveSmallIntegerField(default=0)
    #: The provider remembers the key until then; null if it has none.
    replay_until = models.DateTimeField(null=True, blank=True)
    replay_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "send batches"
        indexes = [
            models.Index("state", "lease_until", name="batch_by_lease"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="calling", lease_until__isnull=False)
                | (~Q(state="calling") & Q(lease_until__isnull=True)),
                name="batch_lease_while_calling",
            ),
            models.CheckConstraint(
                condition=~Q(state="replay")
                | (Q(replay_at__isnull=False, replay_until__isnull=False) & ~Q(digest="")),
                name="batch_replay_with_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"Batch {self.id}"


class Delivery(models.Model):
    """The mail of a campaign to one person; each person and address occurs once (constraints)."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        SENDING = "sending", "With the provider"
        ACCEPTED = "accepted", "Accepted by the provider"
        SKIPPED = "skipped", "Left out"
        REFUSED = "refused", "Refused by the provider"
        FAILED = "failed", "Failed"
        IN_DOUBT = "in_doubt", "In doubt: sent or not, we cannot tell"

    class Fate(models.TextChoices):
        """The worst that the provider has reported since."""

        UNKNOWN = "", "Nothing reported"
        DELIVERED = "delivered", "Delivered"
        UNSUBSCRIBED = "unsubscribed", "Left the list"
        BOUNCED = "bounced", "Came back: no such address"
        COMPLAINED = "complained", "Reported as spam"

    # No index of its own: both unique constraints begin with the campaign.
    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="deliveries")
    email = models.EmailField(max_length=addresses.MAX_LENGTH, blank=True)
    email_normalised = models.CharField(max_length=300)
    batch = models.ForeignKey(
        SendBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=120, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    #: Set just before a call for this delivery alone; a call for a batch is in the batch's field.
    called_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    fate = models.CharField("reported since", max_length=12, choices=Fate.choices, blank=True)
    soft_bounces = models.PositiveSmallIntegerField("came back for now", default=0)
    # Set when staff decide not to send again.
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["pk"]
        indexes = [
            models.Index("campaign", "state", "id", name="delivery_by_state"),
            # Partial, because each row is written three times and most have no value here.
            # Queries need the same condition, or SQLite does not use the index.
            models.Index("campaign", "fate", name="delivery_by_fate", condition=Q(fate__gt="")),
            models.Index(
                "provider_id", name="delivery_by_provider_id", condition=Q(provider_id__gt="")
            ),
        ]
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
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="delivery_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude)
        addresses.validate(self.email)


class Feedback(models.Model):
    """One report of the provider about one delivery, unique by its key."""

    key = models.CharField(max_length=64, unique=True)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="feedback")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "feedback"
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.kind}, {self.at:%Y-%m-%d %H:%M}"


class ProviderPace(models.Model):
    """The rate limit of a provider: when it may be called next by any worker."""

    provider = models.CharField(max_length=40, unique=True)
    next_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.provider} from {self.next_at:%H:%M:%S}"
