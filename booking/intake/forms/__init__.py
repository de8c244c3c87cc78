"""What may come in."""

from booking.intake.forms.base import RequestForm
from booking.intake.forms.kinds import FORMS
from booking.intake.forms.offered import Offered

__all__ = ["FORMS", "Offered", "RequestForm"]
