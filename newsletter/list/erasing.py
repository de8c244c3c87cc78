"""Erase subscribers who ask for it, and addresses that nobody ever confirmed.

The events of the ledger stay, under a pseudonym. A keyed hash keeps the address off every list
until the person confirms anew (docs/data-protection.md).
"""

from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from clinic.models import OutgoingEmail
from clinic.privacy import access_log, secure_delete
from newsletter import addresses, emails
from newsletter.list.actions import LEFT_STATES, EventKind, Method, State, record
from newsletter.models import ConsentEvent, Subscriber, Suppression

Reason = Suppression.Reason

#: Twice as long as a confirmation link works.
UNCONFIRMED_RETENTION = 2 * emails.CONFIRM_WITHIN
BATCH_SIZE = 500


@transaction.atomic
def erase(subscriber: Subscriber, *, method: str, by: Any = None) -> int:
    """Erase the address, and those it replaced, everywhere; return how many subscribers.

    Idempotent.
    """
    locked = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if locked.state == State.ERASED:
        return 0
    Suppression.objects.get_or_create(
        address_hash=locked.address_hash, defaults={"reason": Reason.ERASED}
    )
    _pseudonymise(locked, method, by=by)
    replaced = Subscriber.objects.filter(pk__in=_replaced_by(locked))
    return 1 + sum(erase(other, method=method, by=by) for other in replaced)


def _replaced_by(subscriber: Subscriber) -> QuerySet[Any, Any]:
    """Return the ids of subscribers replaced by a correction that was confirmed."""
    corrections = ConsentEvent.objects.filter(kind=EventKind.CONFIRMED, replaces__isnull=False)
    return corrections.filter(subscriber=subscriber).values("replaces")


def _pseudonymise(subscriber: Subscriber, method: str, *, by: Any = None) -> None:
    secure_delete.truncate_wal_on_commit()
    record(subscriber, EventKind.ERASED, method, by=by)
    OutgoingEmail.objects.filter(about=emails.about(subscriber)).delete()
    subscriber.deliveries.update(
        email="", email_normalised=Concat(Value("erased:"), Cast(F("pk"), CharField()))
    )
    subscriber.email, subscriber.email_normalised = "", f"erased:{subscriber.public_id}"
    subscriber.state, subscriber.erased_at = State.ERASED, timezone.now()
    subscriber.save()


@transaction.atomic
def never_write(address: str, *, by: Any) -> None:
    """Suppress an address, known or unknown, whose owner asks never to be written to.

    Idempotent. Raises ValidationError if it is not an email address.
    """
    addresses.validate(address)
    normalised = addresses.normalise(address)
    subscriber = Subscriber.objects.select_for_update().filter(email_normalised=normalised).first()
    suppression, is_new = Suppression.objects.get_or_create(
        address_hash=addresses.keyed_hash(normalised), defaults={"reason": Reason.OBJECTED}
    )
    if not is_new and suppression.reason == Reason.OBJECTED:
        return
    suppression.reason = Reason.OBJECTED
    suppression.save()
    access_log.write(
        access_log.Act.CHANGED, [f"suppression:{suppression.pk}"], by=by, reason="never write"
    )
    if subscriber is not None:
        record(subscriber, EventKind.OBJECTED, Method.STAFF, by=by)
        if subscriber.state not in LEFT_STATES:
            subscriber.state, subscriber.withdrawn_at = State.WITHDRAWN, timezone.now()
            subscriber.save()


def unconfirmed() -> QuerySet[Subscriber]:
    """Return subscribers who never confirmed and have no link left that still works."""
    before = timezone.now() - UNCONFIRMED_RETENTION
    recent_events = ConsentEvent.objects.filter(subscriber=OuterRef("pk"), at__gte=before)
    pending = Subscriber.objects.filter(state=State.PENDING, created_at__lt=before)
    return pending.exclude(Exists(recent_events))


def purge_unconfirmed() -> int:
    """Erase some unconfirmed subscribers without keeping a hash; return how many."""
    done = 0
    for pk in list(unconfirmed().values_list("pk", flat=True)[:BATCH_SIZE]):
        with transaction.atomic():
            # Checked again under the lock: somebody may have just signed up again.
            locked = Subscriber.objects.select_for_update().filter(pk=pk).first()
            if locked is not None and unconfirmed().filter(pk=pk).exists():
                locked.address_hash = ""
                _pseudonymise(locked, Method.TIME)
                done += 1
    return done


def delete_nothing_held_mails() -> int:
    """Delete old mails that told an unknown address that we hold nothing of it; return how many."""
    before = timezone.now() - UNCONFIRMED_RETENTION
    expired = OutgoingEmail.objects.filter(kind=emails.NOTHING_HELD, created_at__lt=before)
    return expired.delete()[0]
