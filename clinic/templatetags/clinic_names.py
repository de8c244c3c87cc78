from django import template

from clinic.form_fields.typed import isolated as by_itself

register = template.Library()


@register.filter
def isolated(name: object) -> str:
    """A name within a sentence: one written from the right turns nothing beside it."""
    return by_itself(str(name))
