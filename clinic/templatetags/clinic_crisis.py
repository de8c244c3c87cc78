"""`|crisis_numbers` fills placeholders in text that is truncated before the page is rendered."""

from django import template

from clinic.crisis import placeholders

register = template.Library()

register.filter("crisis_numbers", placeholders.fill)
