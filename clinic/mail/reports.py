"""What the mail provider reports about single mails, through Anymail's webhook.

A provider takes a mail, and learns later that nobody lives there. Staff must see that:
the row in the outbox says "sent", and the person has heard nothing.
"""

from typing import Any

from anymail.signals import tracking
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from clinic.mail import bounces
from clinic.mail import failures as mail_failures
from clinic.mail import ids as mail_ids
from clinic.models import OutgoingEmail

Problem = OutgoingEmail.Problem


@receiver(tracking, dispatch_uid="clinic.feedback")
def note_problem(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """Write a problem to the mail it is about; the first report stays.

    Soft bounces, delays, and reports about mails or people we do not know change nothing.
    """
    problem = problem_of(event, esp_name)
    if not (problem and event.recipient):
        return
    with transaction.atomic():
        mails = OutgoingEmail.objects.select_for_update().filter(
            _meant_by(event), to__iexact=event.recipient, problem=""
        )
        for email in mails:
            email.problem, email.problem_at = problem, event.timestamp or timezone.now()
            email.save(update_fields=["problem", "problem_at"])
            mail_failures.tell(email)


def _meant_by(event: Any) -> Q:
    """By our own id, or the provider's: a report may come before that one is stored."""
    ours = Q(pk=mail_ids.mail_of(event))
    return ours | Q(provider_id=event.message_id) if event.message_id else ours


def problem_of(event: Any, esp_name: str) -> str:
    """What the report says has gone wrong for good, "" for nothing."""
    if bounces.is_final(event, esp_name):
        return Problem.BOUNCED
    return {"rejected": Problem.REFUSED, "complained": Problem.COMPLAINED}.get(event.event_type, "")
