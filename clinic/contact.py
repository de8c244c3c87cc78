"""The practice's phone number for pages that must not ask the database."""

from django.core.cache import cache

KEY = "clinic.phone"


def store_phone() -> None:
    """Keep the number as the database has it now. The worker does so in every edition."""
    from clinic.models import ClinicDetails

    cache.set(KEY, ClinicDetails.current().phone, None)


def stored_phone() -> str:
    """The number as last noted, or "" if there is none."""
    return str(cache.get(KEY, ""))
