"""Names that are never taken back: they stand in databases, browsers, mailboxes and mails.

    .venv/bin/python -m pytest tests/upgrade/test_names.py   # compares
    .venv/bin/python -m tests.upgrade.names                  # adds what is new to names.json

New names pass without being added; add them when a release is made.
"""

import importlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NAMES = Path(__file__).with_name("names.json")
ROOMS = ("clinic", "pages", "booking", "newsletter")

OUR_ADMIN = tuple(f"admin:{room}_" for room in ROOMS)

Names = dict[str, list[str]]


def today() -> dict[str, Names]:
    """The names of this version, by what they are and where they stand."""
    from django.apps import apps

    from clinic.staff.roles import ROLES

    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ROOMS and model._meta.managed
    ]
    return {
        "columns": {model._meta.db_table: _columns(model) for model in models},
        "stored values": dict(_stored_values(models)),
        "addresses": _addresses(),
        "form fields": _form_fields(),
        "outbox": {"kinds": _kinds()},
        "cookies": {"names": _cookies()},
        "roles": {"names": [role.name for role in ROLES]},
    }


def _columns(model: Any) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields]


def _stored_values(models: list[Any]) -> Iterator[tuple[str, list[str]]]:
    """Values of choices, and names of blocks in texts."""
    from wagtail.fields import StreamField

    for model in models:
        for field in model._meta.local_concrete_fields:
            place = f"{model._meta.db_table}.{field.column}"
            if isinstance(field, StreamField):
                yield place, sorted(_blocks(field.stream_block))
            elif field.flatchoices:
                yield place, [str(value) for value, _ in field.flatchoices if value != ""]


def _blocks(block: Any, path: str = "") -> set[str]:
    """The blocks below `block`, each by its way from the top."""
    children = getattr(block, "child_blocks", None) or {}
    if hasattr(block, "child_block"):
        children = {"*": block.child_block}
    found = {f"{path}{name}" for name in children}
    for name, child in children.items():
        found |= _blocks(child, f"{path}{name}.")
    return found


def _addresses() -> Names:
    """Routes by the qualified name; of Django's admin and Wagtail's only what is ours."""
    from django.urls import get_resolver

    found: Names = {}
    for name, route in _routes(get_resolver(), "", ""):
        in_admin = name.startswith("admin:")
        if not (in_admin or "wagtail" in name) or name.startswith(OUR_ADMIN):
            found.setdefault(name, []).append(route)
    return found


def _routes(resolver: Any, space: str, before: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _routes(pattern, inner, route)
        elif pattern.name:
            yield f"{space}{pattern.name}", route


def _form_fields() -> Names:
    """What browsers send, by the form: pages stay open while an upgrade runs."""
    from booking.client_page import forms as client_forms
    from booking.intake.forms import FORMS
    from newsletter.list import forms as newsletter

    client = [client_forms.CorrectForm, client_forms.WordForm, client_forms.WithdrawForm]
    forms: dict[str, Any] = {f"request {kind}": form for kind, form in FORMS.items()}
    forms |= {f"client's page {form.action}": form for form in [*client, client_forms.EraseForm]}
    forms |= {"new link": client_forms.NewLinkForm, "sign-up": newsletter.SignUpForm}
    forms |= {"subscription": newsletter.AddressForm, "new address": newsletter.CorrectForm}
    return {name: list(form.base_fields) for name, form in forms.items()}


def _kinds() -> list[str]:
    subjects = Path(__file__).resolve().parents[2].glob("templates/*/emails/*/subject.txt")
    return sorted(f"{path.parts[-4]}/{path.parts[-2]}" for path in subjects)


def _cookies() -> list[str]:
    from django.conf import settings

    from booking import cookies

    own = [cookies.RECEIVED.cookie_name, cookies.YOURS.cookie_name]
    return [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, *own]


def kept() -> dict[str, dict[str, Names]]:
    """The names that some version has used."""
    found: dict[str, dict[str, Names]] = json.loads(NAMES.read_text()) if NAMES.exists() else {}
    return found


def main() -> None:
    """Add this version's names to those that stay."""
    importlib.import_module("tests.environment")
    os.environ["DJANGO_SETTINGS_MODULE"] = "clinic.settings"
    import django

    django.setup()
    names = kept()
    for what, places in today().items():
        for place, found in places.items():
            before = names.setdefault(what, {}).get(place, [])
            names[what][place] = sorted({*before, *found})
    NAMES.write_text(f"{json.dumps(names, indent=1, sort_keys=True, ensure_ascii=False)}\n")


if __name__ == "__main__":
    main()
