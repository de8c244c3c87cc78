"""Queries over requests, and the expressions that their indexes are made of."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Func, OuterRef, Q, Subquery
from django.utils import timezone

from booking import phones
from booking.models.choices import State

if TYPE_CHECKING:
    from booking.models.request import AppointmentRequest  # noqa: F401  (named in a string)


class Urgency(Func):
    """The safety level, or 2 (not safe) if it is empty.

    The expression has no parameters, so that SQLite can match it to the index.
    """

    template = "COALESCE(%(expressions)s, 2)"
    output_field = models.PositiveSmallIntegerField()

    def __init__(self) -> None:
        super().__init__("safety_level")


class LastDigits(Func):
    """The last digits of a phone number, which are the same with and without area code.

    The expression has no parameters, so that SQLite can match it to the index.
    """

    template = f"RIGHT(%(expressions)s, {phones.LOCAL_LENGTH})"
    output_field = models.CharField(max_length=phones.LOCAL_LENGTH)

    def __init__(self) -> None:
        super().__init__("phone_normalised")

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = f"SUBSTR(%(expressions)s, -{phones.LOCAL_LENGTH})"
        return self.as_sql(compiler, connection, template=template, **context)


AWAITS_OUTCOME = Q(safety_flag=True, safety_outcome_at__isnull=True)
#: The same without legacy requests. It must equal the condition of its index.
WITHOUT_OUTCOME = Q(safety_flag=True, safety_outcome_at__isnull=True, safety_legacy=False)


class AppointmentRequestQuerySet(models.QuerySet["AppointmentRequest"]):
    def open(self) -> "AppointmentRequestQuerySet":
        """Return requests in an open state, without fire drills that have an outcome."""
        return self.filter(open_now=True).exclude(is_drill=True, safety_outcome_at__isnull=False)

    def taking_words(self) -> "AppointmentRequestQuerySet":
        """Return the requests for which `takes_words` is true."""
        return self.filter(Q(open_now=True) | AWAITS_OUTCOME)

    def awaiting_triage(self) -> "AppointmentRequestQuerySet":
        return self.filter(state=State.NEW)

    def without_safety_outcome(self) -> "AppointmentRequestQuerySet":
        """Return flagged requests without an outcome, in any state, least safe and oldest first."""
        return self.filter(WITHOUT_OUTCOME).order_by(Urgency().desc(), "created_at", "pk")

    def with_nobody_in_doubt(self) -> "AppointmentRequestQuerySet":
        """Return all others: not flagged, with an outcome, or legacy."""
        return self.exclude(WITHOUT_OUTCOME)

    def awaiting_safety_review(self) -> "AppointmentRequestQuerySet":
        """Return legacy requests: flagged, and closed before outcomes were recorded."""
        return self.filter(safety_legacy=True, safety_outcome_at__isnull=True)

    def with_flagged_at(self) -> "AppointmentRequestQuerySet":
        """Annotate `flagged_at`: when staff last flagged it; None if only the form did."""
        steps: Any = self.model._meta.get_field("safety_steps").related_model
        flagged = steps.objects.filter(appointment_request=OuterRef("pk"), kind="flagged")
        return self.annotate(flagged_at=Subquery(flagged.order_by("-at").values("at")[:1]))

    def erasable(self, before: datetime) -> "AppointmentRequestQuerySet":
        """Return requests without an open safety concern or a later appointment.

        An appointment is later if it is on or after `before`, or in the future.
        """
        over = min(before, timezone.now() - timedelta(days=1))
        later = self.model.objects.filter(appointments__starts_at__gte=over)
        return self.exclude(AWAITS_OUTCOME).exclude(pk__in=later.values("pk"))

    def naming(self, user: Any) -> "AppointmentRequestQuerySet":
        """Return the requests that ask for the clinician with this user account."""
        return self.filter(clinician__user=user)
