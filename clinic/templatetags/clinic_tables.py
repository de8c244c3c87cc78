"""`|row_head` adds the scope to row headings of Django admin's lists."""

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def row_head(cell: SafeString) -> SafeString:
    """Return the cell, with scope="row" if it is a heading."""
    if not cell.startswith("<th"):
        return cell
    # Django admin has escaped the content.
    return mark_safe(cell.replace("<th", '<th scope="row"', 1))  # noqa: S308
