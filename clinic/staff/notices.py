"""Mails to users whose password or address changes, whichever page or command changed it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import post_save, pre_save

from clinic.staff import factors

User = get_user_model()


def _collect(sender: Any, instance: Any, update_fields: Any, raw: bool, **kwargs: Any) -> None:
    """Before saving, collect the notices to send; a new user gets none."""
    instance._pending_notices = []
    if raw or instance._state.adding:
        return
    # `_password` is set until the save; upgrading the hash of the old one does not set it.
    if instance._password is not None:
        instance._pending_notices.append(("password", ""))
    if update_fields is None or "email" in update_fields:
        before = User.objects.filter(pk=instance.pk).values_list("email", flat=True).first()
        if before and before.lower() != instance.email.lower():
            # To the old address: a notice to the new one would not warn its user.
            instance._pending_notices.append(("email", before))


def _send(sender: Any, instance: Any, **kwargs: Any) -> None:
    for what, to in instance._pending_notices:
        factors.notify(instance, what, to=to)
    instance._pending_notices = []


pre_save.connect(_collect, sender=User)
post_save.connect(_send, sender=User)
