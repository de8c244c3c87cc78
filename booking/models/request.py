"""Requests for an appointment. A request is not yet an appointment."""

from typing import Any

from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from booking import phones
from booking.models.choices import (
    OPEN_STATES,
    Change,
    Day,
    Format,
    ForWhom,
    HeardFrom,
    Part,
    Preference,
    Referral,
    State,
)
from booking.models.choices import (
    Kind as RequestKind,
)
from booking.models.clinician import Clinician
from booking.models.desk import DeskColumns, Source
from booking.models.request_query import (
    WITHOUT_OUTCOME,
    AppointmentRequestQuerySet,
    LastDigits,
    Urgency,
)
from booking.models.safety_columns import SafetyColumns
from clinic.form_fields.typed import visible
from clinic.models import Door


def _one_of(column: str, choices: type[models.TextChoices], *, blank: bool = False) -> Q:
    return Q(**{f"{column}__in": [*choices.values, *([""] if blank else [])]})


def _open(**also: Any) -> Q:
    """Return a condition without parameters, so that SQLite can match it to a partial index."""
    return Q(open_now=True, **also)


class AppointmentRequest(DeskColumns, SafetyColumns):
    """A request for an appointment, for oneself or for another person."""

    Kind = RequestKind
    State = State

    reference = models.CharField(max_length=12, unique=True, editable=False)
    form_key = models.UUIDField(
        unique=True, editable=False, help_text="Made with the form: one form, one request."
    )
    kind = models.CharField(max_length=16, choices=RequestKind.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.NEW)
    open_now = models.GeneratedField(
        expression=ExpressionWrapper(Q(state__in=OPEN_STATES), output_field=models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    version = models.PositiveIntegerField(default=1, help_text="Goes up by one with each change.")
    created_at = models.DateTimeField(default=timezone.now)

    name = models.CharField(max_length=120)
    preferred_name = models.CharField(max_length=120, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    email = models.EmailField(max_length=254, blank=True, help_text="A caller may have none.")
    email_normalised = models.GeneratedField(
        expression=Lower("email"), output_field=models.EmailField(max_length=254), db_persist=True
    )
    phone = models.CharField(max_length=40, blank=True, help_text="As typed.")
    phone_normalised = models.CharField(max_length=16, blank=True, help_text="E.164.")
    contact_preference = models.CharField(max_length=8, choices=Preference.choices)
    voicemail_ok = models.BooleanField(default=False)
    # The contact rules (`booking.desk.advice`): what the client allowed.
    may_write = models.BooleanField(default=False)
    may_call = models.BooleanField(default=False)
    may_text = models.BooleanField(default=False)
    avoid_times = models.CharField(max_length=200, blank=True)
    neutral_wording = models.BooleanField(
        default=True, help_text="Mails do not say that they are about an appointment."
    )
    recognition_word = models.CharField(
        max_length=40,  # `booking.recognition_word` says what it may be
        blank=True,
        default="",
        db_default="",
        help_text="A word of the person's own: stands in each mail to them, said on the phone.",
    )

    for_whom = models.CharField(max_length=8, choices=ForWhom.choices)
    client_name = models.CharField(max_length=120, blank=True)
    client_date_of_birth = models.DateField(null=True, blank=True)
    relationship = models.CharField(max_length=120, blank=True)

    wish_1_day = models.CharField(max_length=4, choices=Day.choices, blank=True)
    wish_1_part = models.CharField(max_length=12, choices=Part.choices, blank=True)
    wish_2_day = models.CharField(max_length=4, choices=Day.choices, blank=True)
    wish_2_part = models.CharField(max_length=12, choices=Part.choices, blank=True)
    wish_3_day = models.CharField(max_length=4, choices=Day.choices, blank=True)
    wish_3_part = models.CharField(max_length=12, choices=Part.choices, blank=True)
    format = models.CharField(max_length=12, choices=Format.choices)
    clinician = models.ForeignKey(
        Clinician, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )

    # Copies, because the page may change or be deleted.
    therapy_slug = models.CharField(max_length=255, blank=True)
    therapy_title = models.CharField(max_length=255, blank=True)
    assessment_slug = models.CharField(max_length=255, blank=True)
    assessment_title = models.CharField(max_length=255, blank=True)
    referral = models.CharField(max_length=12, choices=Referral.choices, blank=True)
    heard_from = models.CharField(max_length=12, choices=HeardFrom.choices, blank=True)
    change = models.CharField(max_length=12, choices=Change.choices, blank=True)
    needed_by = models.DateField(null=True, blank=True)
    door = models.CharField(
        max_length=10,
        choices=Door.choices,
        default=Door.OPEN,
        help_text="What the form said when they asked: open, or waiting list only.",
    )

    looks_automatic = models.BooleanField(
        default=False, help_text="The field that people do not see was filled in."
    )

    objects = AppointmentRequestQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        permissions = [
            ("triage_appointmentrequest", "Can read and answer all requests"),
            ("reopen_appointmentrequest", "Can reopen a request that has ended"),
            ("view_own_appointmentrequest", "Can read the requests that name them"),
            ("export_appointmentrequest", "Can export requests"),
            ("record_safety_outcome", "Can record how a safety concern ended"),
            ("start_fire_drill", "Can start a fire drill"),
        ]
        indexes = [
            models.Index(fields=["state", "-safety_flag", "created_at"], name="request_desk"),
            models.Index(fields=["email_normalised"], name="request_email"),
            models.Index(fields=["phone_normalised"], name="request_phone"),
            models.Index(LastDigits(), name="request_last_digits"),
            models.Index(fields=["kind", "created_at"], name="request_kind"),
            models.Index(fields=["created_at"], name="request_created"),
            # Each list is sorted by one of these.
            models.Index(fields=["state", "created_at"], name="request_state"),
            models.Index(
                fields=["-safety_flag", "created_at"], name="request_open", condition=_open()
            ),
            models.Index(
                fields=["created_at"], name="request_unsafe", condition=Q(safety_flag=True)
            ),
            models.Index(
                fields=["created_at"], name="request_entered", condition=Q(entered_by__isnull=False)
            ),
            # Each queue of the desk reads the start of one of these.
            models.Index(
                fields=["created_at"], name="desk_safety", condition=_open(safety_flag=True)
            ),
            models.Index(
                Urgency().desc(),
                "created_at",
                name="desk_without_outcome",
                condition=WITHOUT_OUTCOME,
            ),
            models.Index(
                fields=["created_at"],
                name="request_safety_legacy",
                condition=Q(safety_legacy=True, safety_outcome_at__isnull=True),
            ),
            models.Index(
                fields=["created_at"],
                name="request_level_unknown",
                condition=Q(safety_level__isnull=True),
            ),
            models.Index(
                fields=["erase_wanted_at"],
                name="request_erase_wanted",
                condition=Q(erase_wanted_at__isnull=False),
            ),
            models.Index(fields=["created_at"], name="request_drill", condition=Q(is_drill=True)),
            models.Index(
                fields=["answer_due_at"],
                name="desk_due",
                condition=_open(answered_at__isnull=True, clock_stopped_at__isnull=True),
            ),
            models.Index(
                fields=["client_wrote_at"],
                name="desk_wrote",
                condition=_open(client_wrote_at__isnull=False),
            ),
            models.Index(
                fields=["mail_problem_at"],
                name="desk_mail",
                condition=_open(mail_problem_at__isnull=False),
            ),
            models.Index(
                fields=["follow_up_on"],
                name="desk_follow_up",
                condition=_open(follow_up_on__isnull=False),
            ),
            models.Index(
                fields=["assigned_to", "created_at"], name="desk_assigned", condition=_open()
            ),
            models.Index(
                fields=["on_hold_since"],
                name="desk_hold",
                condition=_open(on_hold_since__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=_one_of("kind", RequestKind), name="request_kind_known"
            ),
            models.CheckConstraint(condition=_one_of("state", State), name="request_state_known"),
            models.CheckConstraint(
                condition=Q(source=Source.WEB, entered_by__isnull=True)
                | Q(source=Source.PHONE, entered_by__isnull=False),
                name="request_by_phone_was_entered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(duplicate_of=F("pk")), name="request_is_no_duplicate_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(contact_preference=Preference.EMAIL) | ~Q(phone=""),
                name="request_phone_when_preferred",
            ),
            models.CheckConstraint(
                condition=Q(contact_preference=Preference.EMAIL, may_write=True)
                | Q(contact_preference=Preference.PHONE, may_call=True)
                | Q(contact_preference=Preference.SMS, may_text=True),
                name="request_allows_its_preference",
            ),
            models.CheckConstraint(
                condition=Q(may_write=False) | ~Q(email=""), name="request_email_when_allowed"
            ),
            models.CheckConstraint(
                condition=Q(may_call=False, may_text=False) | ~Q(phone=""),
                name="request_phone_when_allowed",
            ),
            models.CheckConstraint(
                condition=(
                    Q(for_whom=ForWhom.SELF, client_name="", relationship="")
                    & Q(client_date_of_birth__isnull=True)
                )
                | (Q(for_whom__in=[ForWhom.CHILD, ForWhom.OTHER]) & ~Q(client_name="")),
                name="request_names_its_client",
            ),
            models.CheckConstraint(
                condition=Q(safety_outcome_at__isnull=True) | Q(safety_flag=True),
                name="request_outcome_of_a_flag",
            ),
            models.CheckConstraint(
                condition=(Q(kind=RequestKind.NEW_CLIENT) & ~Q(referral=""))
                | (Q(kind=RequestKind.EXISTING_CLIENT) & ~Q(change=""))
                | (Q(kind=RequestKind.ASSESSMENT) & ~Q(referral="") & ~Q(assessment_title="")),
                name="request_answers_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def about(self) -> str:
        """Return the name of this request in the outbox and the access log."""
        return f"request:{self.reference}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def takes_words(self) -> bool:
        """Whether the client can still add text and correct contact details.

        This is possible after the request has closed while a safety outcome is missing,
        because staff may have to reach the client.
        """
        return self.is_open or self.awaits_outcome

    @cached_property
    def newest_link(self) -> Any:
        """The last ClientLink, or None. `ClientLink.make` sets it."""
        return self.links.order_by("pk").last()

    @property
    def number_to_dial(self) -> str:
        """Return the normalised number, or "" if it was misread by an earlier version."""
        if phones.is_doubtful(self.phone, self.phone_normalised):
            return ""
        return self.phone_normalised

    @property
    def initials(self) -> str:
        """Return the initials of the person the appointment is for."""
        words = visible(self.client_name or self.name).split()
        return "".join(w[0].upper() for w in (words[:1] + words[1:][-1:]))

    @property
    def wishes(self) -> list[str]:
        """Return the wished times as text, first choice first."""
        wishes = []
        for n in ("1", "2", "3"):
            if getattr(self, f"wish_{n}_day"):
                day = getattr(self, f"get_wish_{n}_day_display")()
                part = getattr(self, f"get_wish_{n}_part_display")()
                wishes.append(f"{day}, {part.lower()}")
        return wishes
