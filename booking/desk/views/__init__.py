"""All views of one request."""

from booking.desk.views.actions import ActionViews
from booking.desk.views.phone import PhoneViews
from booking.desk.views.replies import ReplyViews
from booking.desk.views.safety import SafetyViews


class RequestViews(ActionViews, ReplyViews, SafetyViews, PhoneViews):
    """What can be seen of one request and done with it; the list is in `requests`."""
