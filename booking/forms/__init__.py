"""What may come in."""

from booking.forms.base import RequestForm
from booking.forms.kinds import FORMS
from booking.forms.offered import Offered

__all__ = ["FORMS", "Offered", "RequestForm"]
