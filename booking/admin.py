"""What reception does, in Django admin."""

from booking.desk.clinicians import ClinicianAdmin
from booking.desk.reply_templates import ReplyTemplateAdmin
from booking.desk.requests import AppointmentRequestAdmin

__all__ = ["AppointmentRequestAdmin", "ClinicianAdmin", "ReplyTemplateAdmin"]
