"""Read the sample pages from the TOML files in `content/`.

`site.toml` names the pages and the links of header and footer. Each page has a file with its
page type (`type`) and values for fields of that type. A StreamField is an array of tables, each
with one key, the block type. In every text, line breaks and indentation count as one space.
"""

import json
import tomllib
import uuid
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Field
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Orderable, Page

from pages.models import ConditionPage, TherapyPage
from pages.models.clinician import ClinicianTherapy
from pages.models.therapy import TherapyCondition
from pages.sample import pictures

FOLDER = Path(__file__).parent / "content"

#: Fields that list other pages by slug: type of those pages, model and column of the rows.
RELATIONS: dict[str, tuple[type[Page], type[Orderable], str]] = {
    "treated_conditions": (ConditionPage, TherapyCondition, "condition"),
    "therapies": (TherapyPage, ClinicianTherapy, "therapy"),
}


class ContentError(ValueError):
    """A file has a page type, field, block or picture that does not exist, or lacks a value."""


@cache
def site() -> dict[str, Any]:
    """Return the contents of `site.toml`."""
    return _load("site")


def paths() -> list[str]:
    """Return the path of each page below the home page, parents and named pages first."""
    sections, children = site()["sections"], site()["children"]
    below = (f"{section}/{slug}" for section, slugs in children.items() for slug in slugs)
    return [*sections, *below]


def read(path: str) -> tuple[type[Page], dict[str, Any]]:
    """Return a page's type and its fields, ready for the model; relations as lists of slugs."""
    return parse(_load(path), f"{path}.toml")


def parse(data: dict[str, Any], file: str) -> tuple[type[Page], dict[str, Any]]:
    """Do what `read` does, with the contents of a file. Raise ContentError."""
    data = dict(data)
    model = _page_type(data.pop("type", ""), file)
    fields = {field.name: field for field in model._meta.concrete_fields}
    relations = {name for name in RELATIONS if hasattr(model, name)}
    for name in data:
        if name not in fields.keys() | relations:
            raise ContentError(f"{file}: {model.__name__} has no field “{name}”.")
    return model, {
        name: value if name in relations else _field_value(fields[name], value, f"{file}, {name}")
        for name, value in data.items()
    }


def _load(path: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{path}.toml").read_text("utf-8"))


def _page_type(name: str, file: str) -> type[Page]:
    try:
        return apps.get_model("pages", name)
    except LookupError:
        raise ContentError(f"{file}: there is no page type “{name}”.") from None


def _field_value(field: Field, value: Any, place: str) -> Any:
    if isinstance(field, StreamField):
        return json.dumps(_stored(field.stream_block, value, place))
    return _one_line(value)


def _stored(block: blocks.Block, value: Any, place: str) -> Any:
    """Return `value` as `block` stores it; `place` begins the message of an error."""
    match block:
        case blocks.StreamBlock():
            return [_stream_child(block, child, place) for child in value]
        case blocks.ListBlock():
            return [_with_id("item", _stored(block.child_block, item, place)) for item in value]
        case blocks.StructBlock():
            return _struct(block, value, place)
        case ImageChooserBlock():
            _check_name(value, pictures.PICTURES, place, "picture")
            return pictures.stored(value).pk
        case blocks.RichTextBlock():
            return f"<p>{_one_line(value)}</p>"
    return _one_line(value)


def _stream_child(block: blocks.StreamBlock, child: dict[str, Any], place: str) -> dict[str, Any]:
    if len(child) != 1:
        raise ContentError(f"{place}: one block type per table, not {' and '.join(child)}.")
    [(name, value)] = child.items()
    _check_name(name, block.child_blocks, place, "block type")
    return _with_id(name, _stored(block.child_blocks[name], value, f"{place}, {name}"))


def _struct(block: blocks.StructBlock, value: dict[str, Any], place: str) -> dict[str, Any]:
    """Return all fields of a block; one that is left out gets the value of an empty input."""
    for name in value:
        _check_name(name, block.child_blocks, place, "field")
    stored = {}
    for name, child in block.child_blocks.items():
        if name in value:
            stored[name] = _stored(child, value[name], f"{place}, {name}")
        elif child.required:
            raise ContentError(f"{place}: the field “{name}” is missing.")
        else:
            stored[name] = getattr(child.field, "empty_value", None)
    if isinstance(block, ImageBlock):
        stored["decorative"] = not stored["alt_text"]
    return stored


def _with_id(name: str, value: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "type": name, "value": value}


def _check_name(name: str, known: Iterable[str], place: str, noun: str) -> None:
    if name not in known:
        raise ContentError(f"{place}: no {noun} “{name}”, only {', '.join(known)}.")


def _one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value
