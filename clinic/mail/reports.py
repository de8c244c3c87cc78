"""Records the mail provider's reports about single mails, received by Anymail's webhook.

A provider accepts a mail and may find out later that the address does not work. Staff must see
that, because the outbox says "sent" although the person received nothing.
"""

from typing import Any

from anymail.signals import tracking
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from clinic.mail import bounces
from clinic.mail import ids as mail_ids
from clinic.mail.signals import mail_failed
from clinic.models import OutgoingEmail

Problem = OutgoingEmail.Problem


@receiver(tracking, dispatch_uid="clinic.feedback")
def note_problem(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """Store a problem on the mail it is about; later reports do not replace it.

    Soft bounces, delays and reports about unknown mails or addresses are ignored.
    """
    problem = problem_of(event, esp_name)
    if not (problem and event.recipient):
        return
    with transaction.atomic():
        mails = OutgoingEmail.objects.select_for_update().filter(
            _mails_of(event), to__iexact=event.recipient, problem=""
        )
        for email in mails:
            email.problem, email.problem_at = problem, event.timestamp or timezone.now()
            email.save(update_fields=["problem", "problem_at"])
            mail_failed.send(OutgoingEmail, email=email)


def _mails_of(event: Any) -> Q:
    """Filter by our own id, or the provider's, which may not be stored yet."""
    own_id = Q(pk=mail_ids.email_id_of(event))
    return own_id | Q(provider_id=event.message_id) if event.message_id else own_id


def problem_of(event: Any, esp_name: str) -> str:
    """Return the permanent problem that a report is about, "" for none."""
    if bounces.is_final(event, esp_name):
        return Problem.BOUNCED
    return {"rejected": Problem.REFUSED, "complained": Problem.COMPLAINED}.get(event.event_type, "")
