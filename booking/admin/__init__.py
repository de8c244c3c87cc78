"""What reception does, in Django admin."""

from booking.admin.clinicians import ClinicianAdmin
from booking.admin.reply_templates import ReplyTemplateAdmin
from booking.admin.requests import AppointmentRequestAdmin

__all__ = ["AppointmentRequestAdmin", "ClinicianAdmin", "ReplyTemplateAdmin"]
