"""The practice: name, contact, opening hours, holidays, crisis lines."""

import datetime
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib.humanize.templatetags.humanize import apnumber
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.template.defaultfilters import pluralize
from django.utils import timezone
from django.utils.choices import CallableChoiceIterator
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable

from clinic import crisis, offerings
from clinic.finished_pages import edition
from clinic.form_fields.addresses import AddressModelField
from clinic.working_days import Hours

#: Default of what reception says to somebody who may not be safe; the practice can change it.
SAFETY_SCRIPT = (
    "This is (your name). Is this a good moment to talk? You wrote to us, and I want to know "
    "that you are safe. Are you safe right now? Where are you? Is somebody with you?\n\n"
    "In danger this minute: stay on the line and call 000 from another phone. Ask nobody first.\n\n"
    "I am not a clinician. I now hand over to somebody who is, and they call you."
)
#: Default of where to turn to when the practice cannot help soon.
ELSEWHERE = (
    "Your GP can refer you to other psychologists. Medicare Mental Health on 1800 595 212 "
    "helps you find one near you; the call is free."
)


class Door(models.TextChoices):
    """The availability of appointments or of an assessment."""

    OPEN = "open", "Open"
    WAITLIST = "waitlist", "Waiting list only"
    CLOSED = "closed", "Closed"


def _assessments() -> list[offerings.Offering]:
    """Return the choices of the select, evaluated when the form is rendered."""
    return offerings.available("assessment")


@register_setting(icon="home")
class ClinicDetails(crisis.PhoneLinks, BaseGenericSetting, ClusterableModel):
    """The practice: name, contact, opening hours, availability, duty, crisis lines."""

    name = models.CharField(max_length=120, default="Mind Matters Psychology")
    phone = models.CharField(max_length=40, blank=True)
    email = AddressModelField(blank=True)
    address = models.TextField(
        max_length=300, blank=True, help_text="Postal address; newsletters must carry it."
    )
    answer_days = models.PositiveSmallIntegerField(
        "you answer within this many working days",
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text="Every form and receipt says so and names the day. Promise what you can keep.",
    )
    answer_days_existing = models.PositiveSmallIntegerField(
        "existing clients within",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text="Working days. Leave it empty if it is the same.",
    )
    answer_days_assessments = models.PositiveSmallIntegerField(
        "assessments within",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text="Working days. Leave it empty if it is the same.",
    )
    new_clients = models.CharField(
        "new clients", max_length=10, choices=Door.choices, default=Door.OPEN
    )
    elsewhere = models.TextField(
        "where else to go",
        max_length=600,
        blank=True,
        default=ELSEWHERE,
        help_text="Shown when you are closed or have a waiting list only. Name real places.",
    )
    safety_script = models.TextField(
        "what reception says on the phone",
        max_length=2000,
        blank=True,
        default=SAFETY_SCRIPT,
        db_default=SAFETY_SCRIPT,
        help_text="Shown beside the number of somebody who may not be safe.",
    )
    try_again_after = models.PositiveSmallIntegerField(
        "second try after, in minutes",
        default=15,
        db_default=15,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    acknowledge_within = models.PositiveSmallIntegerField(
        "ask the next person after, in minutes",
        default=20,
        db_default=20,
        validators=[MinValueValidator(5), MaxValueValidator(120)],
        help_text="If nobody has said “I have it”: the second on duty, then the owner.",
    )
    closing_round_before = models.PositiveSmallIntegerField(
        "closing round begins before closing, in minutes",
        default=30,
        db_default=30,
        validators=[MinValueValidator(10), MaxValueValidator(240)],
        help_text="Everybody without an outcome is handed over by name before you close.",
    )
    crisis_review_by = models.DateField(
        "check the crisis lines by",
        default=crisis.REVIEW_BY,
        help_text="Numbers change. Compare each with its own website by this date.",
    )

    class Meta:
        verbose_name = "clinic details"
        verbose_name_plural = "clinic details"

    def __str__(self) -> str:
        return self.name

    #: Lines on every page; never empty, so that no page is without a number.
    lines: Sequence[Any] = crisis.CRISIS_LINES
    #: All lines, with those that are shown only where a text names them.
    known_lines: Sequence[Any] = crisis.CRISIS_LINES

    @cached_property
    def hours(self) -> list["OpeningHours"]:
        """All opening hours, cached because a page shows them more than once."""
        return list(self.opening_hours.all())

    @cached_property
    def times(self) -> Hours:
        """Opening hours, holidays, time zone and answer days, for calculations."""
        return Hours(
            weekly=tuple((span.day, span.opens, span.closes) for span in self.hours),
            holidays=frozenset(holiday.date for holiday in self.holidays.all()),
            answer_days=self.answer_days,
            zone=timezone.get_default_timezone(),
        )

    @cached_property
    def doors(self) -> dict[str, str]:
        """Availability of assessments by slug, as far as an editor has set it."""
        return {row.slug: row.door for row in self.assessment_doors.all()}

    def door_of(self, assessment: str) -> str:
        return self.doors.get(assessment, Door.OPEN)

    @property
    def assessments(self) -> str:
        """The best availability of all assessments on offer."""
        # Without a row all are open, so the offerings are not needed.
        offered = offerings.available("assessment") if self.doors else []
        order = list(Door.values)
        return min((self.door_of(o.slug) for o in offered), key=order.index, default=Door.OPEN)

    @property
    def answers_within(self) -> str:
        """Completes the sentence “We answer within …”."""
        return days_in_words(self.answer_days)

    @classmethod
    def current(cls) -> "ClinicDetails":
        """Return the practice with its crisis `lines`, read-only; use `load()` to change it."""
        return cast("ClinicDetails", edition.remember("clinic-details", cls._read))

    @classmethod
    def _read(cls) -> "ClinicDetails":
        """Read details, crisis lines and availability in one query, because every page needs them.

        Each row is a pair of a line and an `AssessmentDoor`.
        """
        rows: Any = CrisisLine.objects.select_related("clinic").annotate(
            slug=models.F("clinic__assessment_doors__slug"),
            door=models.F("clinic__assessment_doors__door"),
        )
        lines = list({row.pk: row for row in rows}.values())
        if not lines:
            return cls.load()
        for line in lines:  # earlier versions stored numbers as they were typed
            line.phone, line.text = crisis.spelling(line.phone), crisis.spelling(line.text)
        lines.sort(key=lambda line: not line.is_emergency)  # the emergency number first
        clinic = cast("ClinicDetails", lines[0].clinic)
        clinic.known_lines = lines
        clinic.lines = [line for line in lines if line.on_every_page] or crisis.CRISIS_LINES
        clinic.doors = {row.slug: row.door for row in rows if row.slug}
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
    """One span on a weekday in which the practice is open, in the site's time zone."""

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
    """A day on which the practice is closed."""

    clinic = ParentalKey(ClinicDetails, on_delete=models.CASCADE, related_name="holidays")
    date = models.DateField()
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.date}: {self.name}"


class AssessmentDoor(Orderable):
    """The availability of one assessment; without a row it is open."""

    clinic = ParentalKey(ClinicDetails, on_delete=models.CASCADE, related_name="assessment_doors")
    slug = models.CharField("assessment", max_length=255)
    door = models.CharField("for now", max_length=10, choices=Door.choices, default=Door.WAITLIST)

    panels = [
        FieldPanel("slug", widget=forms.Select(choices=CallableChoiceIterator(_assessments))),
        FieldPanel("door"),
    ]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint("clinic", "slug", name="one_door_an_assessment")]

    def __str__(self) -> str:
        return f"{self.slug}: {self.get_door_display()}"


class CrisisLine(crisis.PhoneLinks, Orderable):
    """A crisis line and its numbers, for people who cannot safely wait for an appointment."""

    clinic = ParentalKey(ClinicDetails, on_delete=models.CASCADE, related_name="crisis_lines")
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=40)
    text = models.CharField("text message number", max_length=40, blank=True)
    note = models.CharField("for whom, when", max_length=120, blank=True)
    on_every_page = models.BooleanField(
        "on every page",
        default=True,
        db_default=True,
        help_text="Without the tick it stands only where a text names it, such as {Lifeline}.",
    )

    def __str__(self) -> str:
        return f"{self.name} {self.phone}"

    def clean(self) -> None:
        for name in ("phone", "text"):
            setattr(self, name, crisis.spelling(getattr(self, name) or ""))
            if not crisis.IN_DIGITS.fullmatch(getattr(self, name) or ""):
                raise ValidationError({name: "Write the number in digits, such as 13 11 14."})


def days_in_words(days: int) -> str:
    """Return a number of days as “two working days”."""
    return f"{apnumber(days)} working day{pluralize(days)}"
