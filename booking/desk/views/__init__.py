"""All views of one request."""

from booking.desk.views.actions import ActionViews
from booking.desk.views.phone import PhoneViews
from booking.desk.views.replies import ReplyViews
from booking.desk.views.safety import SafetyViews


class RequestViews(ActionViews, ReplyViews, SafetyViews, PhoneViews):
    """The views of one request; the list is in `booking.desk.requests`."""
