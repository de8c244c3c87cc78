"""The request forms."""

from booking.intake.forms.base import RequestForm
from booking.intake.forms.kinds import FORMS
from booking.intake.forms.options import FormOptions

__all__ = ["FORMS", "FormOptions", "RequestForm"]
