from django import template

from clinic.form_fields.typed import isolated as isolate

register = template.Library()


@register.filter
def isolated(name: object) -> str:
    """Isolate a right-to-left name, so that it does not reorder the text around it."""
    return isolate(str(name))
