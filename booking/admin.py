"""The admin classes of booking, which are defined in `booking.desk`."""

from booking.desk.clinicians import ClinicianAdmin
from booking.desk.reply_templates import ReplyTemplateAdmin
from booking.desk.requests import AppointmentRequestAdmin

__all__ = ["AppointmentRequestAdmin", "ClinicianAdmin", "ReplyTemplateAdmin"]
