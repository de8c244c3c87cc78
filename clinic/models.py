"""The few things every room uses."""

import datetime
import uuid
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable, Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from clinic import crisis, edition, page_cache

#: What a link to a page, with the words below it, is made of.
CARD_COLUMNS = ("title", "slug", "path", "depth", "url_path", "content_type", "locale", "lead")


def is_private() -> models.Exists:
    """Whether a page, or one above it, is for some readers only; for a query over pages.

    An alias, and what stands below one, is for those who may read its source
    (`Page.get_view_restrictions`), also where an alias has an alias.
    """
    path = models.ExpressionWrapper(models.OuterRef("path"), models.CharField())
    above = PageViewRestriction.objects.alias(asked=path)
    places = ("page__path", "page__aliases__path", "page__aliases__aliases__path")
    below = (Q(asked__startswith=models.F(place)) for place in places)
    return models.Exists(above.filter(reduce(or_, below)))


class ReaderQuerySet(PageQuerySet):
    """Pages, asked for in the words of whoever lists them."""

    def for_readers(self) -> "ReaderQuerySet":
        """What anybody may read now: live, public, and not past its last day.

        Says so in one query, also before the worker has unpublished what expired.
        """
        return self.filter(
            ~is_private(),
            Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now()),
            live=True,
        )

    def for_cards(self, *more: str) -> "ReaderQuerySet":
        """Only what a list of links shows, in the order of the tree; `more` are fields."""
        return self.only(*CARD_COLUMNS, *more).order_by("path")


def pages_for_readers() -> ReaderQuerySet:
    """Pages of every type that anybody may read now, in the order of the tree; not its root."""
    return ReaderQuerySet(Page).filter(depth__gt=1).order_by("path").for_readers()


class BasePage(Page):
    """What every page of every room has. Rooms add their own fields."""

    lead = models.TextField(
        blank=True,
        max_length=600,
        help_text="One or two sentences under the heading. Say what the reader gets here.",
    )

    objects = PageManager.from_queryset(ReaderQuerySet)()
    #: Set by whoever has asked already: nothing here or above is for some readers only.
    is_open = False

    content_panels = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        abstract = True

    @cached_property
    def trail(self) -> list[Page]:
        """The pages above this one that readers may open, from the home page down."""
        return list(pages_for_readers().ancestor_of(self))

    @property
    def is_past(self) -> bool:
        """Whether its last day is over, be it unpublished yet or not."""
        return self.expire_at is not None and self.expire_at <= timezone.now()

    def get_view_restrictions(self) -> Any:
        if self.is_open:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """A page past its last day is gone, whether or not the worker has run."""
        if not path_components and self.is_past:
            raise Http404("Past its last day.")
        return super().route(request, path_components)

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        """The narrowest phone in use, a tablet, a desk."""
        widths = {"mobile": 360, "tablet": 768, "desktop": 1280}
        sizes = super().preview_sizes
        return [size | {"device_width": widths[size["name"]]} for size in sizes]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, which may be kept for all readers until any page reaches its last day."""
        page_cache.keep(request, until=edition.remember("next-end", _next_end))
        return super().serve(request, *args, **kwargs)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """The address begins with SITE_URL; the moment is that of the words, not of a click."""
        changed = getattr(self, "words_changed_at", None) or self.first_published_at
        return [{"location": f"{settings.SITE_URL}{self.get_url(request)}", "lastmod": changed}]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as readers get it, framed by the editors' side."""
        response: HttpResponse = super().serve_preview(request, mode_name)
        response._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
        return response


def _next_end() -> datetime.datetime | None:
    """When the next live page expires: lists on other pages name it until then."""
    ends = Page.objects.live().filter(expire_at__gt=timezone.now())
    return ends.aggregate(next=models.Min("expire_at"))["next"]


@register_setting(icon="home")
class ClinicDetails(crisis.PhoneLinks, BaseGenericSetting, ClusterableModel):
    """The practice: who it is, how to reach it, when it is open, who helps in a crisis."""

    name = models.CharField(max_length=120, default="Mind Matters Psychology")
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(
        max_length=300, blank=True, help_text="Postal address; newsletters must carry it."
    )
    answers_within = models.CharField(
        "how soon you answer",
        max_length=120,
        default="two working days",
        help_text="Completes the sentence “We answer within …”. Promise what you can keep.",
    )
    crisis_review_by = models.DateField(
        "check the crisis lines by",
        default=crisis.REVIEW_BY,
        help_text="Numbers change. Compare each with its own website by this date.",
    )

    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [FieldPanel("phone"), FieldPanel("email"), FieldPanel("address")], "Contact"
        ),
        FieldPanel("answers_within"),
        InlinePanel("opening_hours", label="Opening hours", heading="Opening hours"),
        InlinePanel("holidays", label="Holiday", heading="Days closed"),
        MultiFieldPanel(
            [FieldPanel("crisis_review_by"), InlinePanel("crisis_lines", label="Crisis line")],
            "Crisis lines",
        ),
    ]

    class Meta:
        verbose_name = "clinic details"
        verbose_name_plural = "clinic details"

    def __str__(self) -> str:
        return self.name

    #: Never empty: an editor's mistake must not leave somebody without a number.
    lines: Sequence[Any] = crisis.CRISIS_LINES

    @cached_property
    def hours(self) -> list["OpeningHours"]:
        """All spans of opening hours; a page names them in more than one place."""
        return list(self.opening_hours.all())

    @classmethod
    def current(cls) -> "ClinicDetails":
        """The practice with its crisis `lines`, to be read: `load()` gives one to change."""
        return cast("ClinicDetails", edition.remember("clinic-details", cls._read))

    @classmethod
    def _read(cls) -> "ClinicDetails":
        """Every page shows details and lines, so one query for both."""
        lines = list(CrisisLine.objects.select_related("clinic"))
        clinic = lines[0].clinic if lines else cls.load()
        clinic.lines = lines or cls.lines
        return clinic


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class OpeningHours(Orderable):
    """One span in which somebody is there to read and answer, in the site's time zone."""

    clinic = ParentalKey(ClinicDetails, on_delete=models.CASCADE, related_name="opening_hours")
    day = models.PositiveSmallIntegerField(choices=Weekday.choices)
    opens = models.TimeField(default=datetime.time(9))
    closes = models.TimeField(default=datetime.time(17))

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=models.F("opens")), name="opening_hours_closes_after_opens"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_day_display()} {self.opens:%H:%M} to {self.closes:%H:%M}"

    def clean(self) -> None:
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError({"closes": "Closing time must be after opening time."})


class Holiday(Orderable):
    """A day on which nobody reads requests."""

    clinic = ParentalKey(ClinicDetails, on_delete=models.CASCADE, related_name="holidays")
    date = models.DateField()
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.date}: {self.name}"


class CrisisLine(crisis.PhoneLinks, Orderable):
    """A number that helps when waiting for an appointment is not safe."""

    clinic = ParentalKey(ClinicDetails, on_delete=models.CASCADE, related_name="crisis_lines")
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=40)
    text = models.CharField("text message number", max_length=40, blank=True)
    note = models.CharField("for whom, when", max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.phone}"


class OutgoingEmail(models.Model):
    """One mail to one person, written in the transaction of the change that caused it."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        RETRYING = "retrying", "Will be tried again"
        FAILED = "failed", "Could not be sent"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(
        max_length=80, help_text="Template folder, for example booking/receipt."
    )
    about = models.CharField(
        max_length=80, blank=True, help_text="What it concerns, as an id: never a person."
    )
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    # Emptied once sent: a mail may carry a link that is a permission.
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
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="outgoing_sent_with_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    def clean(self) -> None:
        validate_email(self.to)
        if any(ord(c) < 32 for c in self.subject):
            raise ValidationError({"subject": "A subject is one line."})


class RateCount(models.Model):
    """How often something happened in one window, under a keyed hash (`clinic.throttle`)."""

    key = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField(default=0)
    forget_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key[:8]


class Mark(models.Model):
    """A named moment: when a worker was last alive, when the sample site was loaded."""

    name = models.CharField(primary_key=True, max_length=60)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def set(cls, name: str) -> None:
        cls.objects.update_or_create(name=name, defaults={"at": timezone.now()})

    @classmethod
    def age(cls, name: str) -> datetime.timedelta | None:
        """How long ago, or None if never."""
        mark: Any = cls.objects.filter(name=name).first()
        return timezone.now() - mark.at if mark else None
