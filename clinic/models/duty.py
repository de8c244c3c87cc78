"""The duty roster: who is on duty for people who may not be safe, and their contact details."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from clinic.crisis import PhoneLinks
from clinic.form_fields.addresses import AddressModelField
from clinic.models.details import ClinicDetails, Weekday

#: Permission that everybody on the roster needs.
RECORD_OUTCOME = "booking.record_safety_outcome"


class DutyTurn(PhoneLinks, Orderable):
    """One line of the duty roster: a user, a weekday, and contact details.

    A line with dates is valid only between them, and takes precedence over lines without.
    """

    class Rank(models.IntegerChoices):
        FIRST = 1, "On duty"
        SECOND = 2, "Second, if the first does not answer"

    clinic = ParentalKey(ClinicDetails, on_delete=models.CASCADE, related_name="duty_turns")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"is_active": True},
        help_text="They say “I have it” with their own log-in.",
    )
    day = models.PositiveSmallIntegerField(choices=Weekday.choices)
    rank = models.PositiveSmallIntegerField("as", choices=Rank.choices, default=Rank.FIRST)
    phone = models.CharField(max_length=40, help_text="Reception calls it; clients never see it.")
    email = AddressModelField(
        blank=True, help_text="For neutral notes. Empty: the address of their log-in."
    )
    first_day = models.DateField("only from", null=True, blank=True)
    last_day = models.DateField("only until", null=True, blank=True)

    #: Required by `PhoneLinks`.
    text = ""

    panels = [
        FieldRowPanel([FieldPanel("person"), FieldPanel("day"), FieldPanel("rank")]),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__isnull=True)
                | Q(last_day__isnull=True)
                | Q(last_day__gte=models.F("first_day")),
                name="duty_turn_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_day_display()}: {self.name}"

    def clean(self) -> None:
        if self.person_id and not self.person.has_perm(RECORD_OUTCOME):
            raise ValidationError(
                {"person": "They cannot record an outcome. Choose a clinician or the lead."}
            )
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": "The last day is before the first."})

    @property
    def name(self) -> str:
        person: Any = self.person
        return person.get_full_name() or person.get_username()

    @property
    def address(self) -> str:
        """The address for mails to this user; may be empty."""
        return self.email or self.person.email  # type: ignore[attr-defined, no-any-return]
