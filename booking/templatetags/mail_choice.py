"""`{% mail_previews as previews %}` and `{% mail_limits as limits %}`."""

from django import template

from booking.mails import wording_preview as wording_preview
from clinic.models import ClinicDetails

register = template.Library()


@register.simple_tag
def mail_previews() -> list[wording_preview.InboxPreview]:
    return wording_preview.inbox_previews(ClinicDetails.current())


@register.simple_tag
def mail_limits() -> list[str]:
    return wording_preview.wording_limits(ClinicDetails.current())
