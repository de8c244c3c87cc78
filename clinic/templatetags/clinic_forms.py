"""Filters of form fields for the templates in `templates/clinic/`."""

from typing import Any

from django import template
from django.forms import BoundField, MultiWidget, RadioSelect

register = template.Library()


@register.filter
def is_optional(field: BoundField) -> bool:
    """Whether to label the field as optional; False for fields with `conditional = True`."""
    return not field.field.required and not getattr(field.field, "conditional", False)


@register.filter
def first_input_id(field: BoundField) -> str:
    """Return the id for a link in the error summary; of a group, its first input's."""
    widget = field.field.widget
    grouped = isinstance(widget, RadioSelect | MultiWidget)
    return f"{field.auto_id}_0" if grouped else field.id_for_label


@register.filter
def parts(field: BoundField) -> list[dict[str, Any]]:
    """Return the inputs of a date: label, name, id, value and attributes of each."""
    widget = field.field.widget
    attrs = field.build_widget_attrs({"id": field.auto_id})
    context = widget.get_context(field.html_name, field.value(), attrs)["widget"]
    return [
        {"label": name.strip("_").capitalize(), **subwidget}
        for name, subwidget in zip(widget.widgets_names, context["subwidgets"], strict=True)
    ]
