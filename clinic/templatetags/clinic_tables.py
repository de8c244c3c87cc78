"""`|row_head`: the cells that Django admin makes for its lists, with what it leaves out."""

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def row_head(cell: SafeString) -> SafeString:
    """The cell; a heading says that it is its row's."""
    if not cell.startswith("<th"):
        return cell
    # Admin has escaped what is in it.
    return mark_safe(cell.replace("<th", '<th scope="row"', 1))  # noqa: S308
