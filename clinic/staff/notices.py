"""Whoever's password or address changes is told, whichever page or command changed it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import post_save, pre_save

from clinic.staff import factors

User = get_user_model()


def _note(sender: Any, instance: Any, update_fields: Any, raw: bool, **kwargs: Any) -> None:
    """Before saving: what will be told. A new person has nobody to be warned of."""
    instance._to_tell = []
    if raw or instance._state.adding:
        return
    # Django keeps the new password for one save; a stronger hash of the old one is no change.
    if instance._password is not None:
        instance._to_tell.append(("password", ""))
    if update_fields is None or "email" in update_fields:
        before = User.objects.filter(pk=instance.pk).values_list("email", flat=True).first()
        if before and before.lower() != instance.email.lower():
            instance._to_tell.append(("email", before))  # the new one would not warn them


def _tell(sender: Any, instance: Any, **kwargs: Any) -> None:
    for what, to in instance._to_tell:
        factors.tell(instance, what, to=to)
    instance._to_tell = []


pre_save.connect(_note, sender=User)
post_save.connect(_tell, sender=User)
