"""All views of one request."""

from booking.admin.act_views import ActViews
from booking.admin.phone_views import PhoneViews
from booking.admin.reply_views import ReplyViews
from booking.admin.safety_views import SafetyViews


class RequestViews(ActViews, ReplyViews, SafetyViews, PhoneViews):
    """What can be seen of one request and done with it; the list is in `requests`."""
