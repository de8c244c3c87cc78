"""The context processor of all templates."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def clinic(request: HttpRequest) -> dict[str, Any]:
    """Provide `clinic`, the practice's details, loaded when a template uses them."""
    from clinic.models import ClinicDetails

    return {"clinic": SimpleLazyObject(ClinicDetails.current)}
