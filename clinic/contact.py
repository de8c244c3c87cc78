"""The practice's phone number in the cache, for pages that must not query the database."""

from django.core.cache import cache

KEY = "clinic.phone"


def store_phone() -> None:
    """Store the current number. The worker calls this in every edition."""
    from clinic.models import ClinicDetails

    cache.set(KEY, ClinicDetails.current().phone, None)


def stored_phone() -> str:
    """Return the number last stored, "" if there is none."""
    return str(cache.get(KEY, ""))
