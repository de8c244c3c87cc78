"""The end of what we hold: somebody asks for it, or nobody ever said yes.

The ledger's lines stay, for a pseudonym. A keyed hash keeps the address off every list
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
from newsletter.list.actions import GONE, Kind, Method, State, record
from newsletter.models import ConsentEvent, Subscriber, Suppression

Reason = Suppression.Reason

#: Twice as long as a confirmation link works.
KEEP_UNCONFIRMED = 2 * emails.CONFIRM_WITHIN
AT_ONCE = 500


@transaction.atomic
def erase(person: Subscriber, *, method: str, by: Any = None) -> int:
    """Take the address, and those it replaced, out of all we hold; how many people's rows.

    Twice is the same as once.
    """
    held = Subscriber.objects.select_for_update().get(pk=person.pk)
    if held.state == State.ERASED:
        return 0
    Suppression.objects.get_or_create(
        address_hash=held.address_hash, defaults={"reason": Reason.ERASED}
    )
    _forget(held, method, by=by)
    replaced = Subscriber.objects.filter(pk__in=_replaced_by(held))
    return 1 + sum(erase(earlier, method=method, by=by) for earlier in replaced)


def _replaced_by(person: Subscriber) -> QuerySet[Any, Any]:
    """Corrected in a mailbox that was confirmed; merely asking makes nobody the same person."""
    corrections = ConsentEvent.objects.filter(kind=Kind.CONFIRMED, replaces__isnull=False)
    return corrections.filter(subscriber=person).values("replaces")


def _forget(person: Subscriber, method: str, *, by: Any = None) -> None:
    secure_delete.truncate_wal_on_commit()
    record(person, Kind.ERASED, method, by=by)
    OutgoingEmail.objects.filter(about=emails.about(person)).delete()
    person.deliveries.update(
        email="", email_normalised=Concat(Value("erased:"), Cast(F("pk"), CharField()))
    )
    person.email, person.email_normalised = "", f"erased:{person.public_id}"
    person.state, person.erased_at = State.ERASED, timezone.now()
    person.save()


@transaction.atomic
def never_write(address: str, *, by: Any) -> None:
    """Somebody says that we must never write to `address`, known to us or not.

    Twice is the same as once. Raises ValidationError for what is no address.
    """
    addresses.validate(address)
    normalised = addresses.normalise(address)
    person = Subscriber.objects.select_for_update().filter(email_normalised=normalised).first()
    suppression, fresh = Suppression.objects.get_or_create(
        address_hash=addresses.keyed_hash(normalised), defaults={"reason": Reason.OBJECTED}
    )
    if not fresh and suppression.reason == Reason.OBJECTED:
        return
    suppression.reason = Reason.OBJECTED
    suppression.save()
    access_log.write(
        access_log.Act.CHANGED, [f"suppression:{suppression.pk}"], by=by, reason="never write"
    )
    if person is not None:
        record(person, Kind.OBJECTED, Method.STAFF, by=by)
        if person.state not in GONE:
            person.state, person.withdrawn_at = State.WITHDRAWN, timezone.now()
            person.save()


def unconfirmed() -> QuerySet[Subscriber]:
    """Who asked and never said yes, so long ago that no link to do so works any more."""
    before = timezone.now() - KEEP_UNCONFIRMED
    since = ConsentEvent.objects.filter(subscriber=OuterRef("pk"), at__gte=before)
    pending = Subscriber.objects.filter(state=State.PENDING, created_at__lt=before)
    return pending.exclude(Exists(since))


def purge_unconfirmed() -> int:
    """The worker's job: forget some of them. Of these no hash stays either; returns how many."""
    done = 0
    for pk in list(unconfirmed().values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            # Held and asked again: somebody may sign up at this very moment.
            held = Subscriber.objects.select_for_update().filter(pk=pk).first()
            if held is not None and unconfirmed().filter(pk=pk).exists():
                held.address_hash = ""
                _forget(held, Method.TIME)
                done += 1
    return done


def forget_strangers() -> int:
    """Mails that told an unknown address that we hold nothing of it; returns how many."""
    before = timezone.now() - KEEP_UNCONFIRMED
    found = OutgoingEmail.objects.filter(kind=emails.NOTHING_HELD, created_at__lt=before)
    return found.delete()[0]
