"""`{% mail_looks as looks %}` and `{% mail_limits as limits %}`: beside the choice of words."""

from django import template

from booking.mails import choice as mail_choice
from clinic.models import ClinicDetails

register = template.Library()


@register.simple_tag
def mail_looks() -> list[mail_choice.Look]:
    return mail_choice.looks(ClinicDetails.current())


@register.simple_tag
def mail_limits() -> list[str]:
    return mail_choice.limits(ClinicDetails.current())
