"""Numbers of crisis lines in texts that are cut before the page is finished."""

from django import template

from clinic.crisis import placeholders

register = template.Library()

register.filter("crisis_numbers", placeholders.fill)
