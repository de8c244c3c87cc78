"""The parts a request form is laid out with."""

from typing import Any

from crispy_forms.layout import Div, Fieldset
from django.template.loader import render_to_string


class Section(Div):
    """A heading and the questions below it."""

    template = "%s/layout/section.html"

    def __init__(self, title: str, *fields: Any, intro: str = "", css_id: str) -> None:
        super().__init__(*fields, css_id=css_id)
        self.title = title
        self.intro = intro


class Template:
    """A part of the form that is not a field."""

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any) -> str:
        return render_to_string(self.name, context.flatten() | {"form": form})


def wish(number: int, legend: str) -> Fieldset:
    return Fieldset(legend, f"wish_{number}_day", f"wish_{number}_part", css_class="pair")
