"""What every template may use."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def clinic(request: HttpRequest) -> dict[str, Any]:
    """`clinic`: the practice's details, read only if the template asks for them."""
    from clinic.models import ClinicDetails

    return {"clinic": SimpleLazyObject(ClinicDetails.current)}
