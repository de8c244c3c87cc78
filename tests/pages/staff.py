"""People with a role, logged in, and the forms they send."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.clients import StaffClient


def somebody(role: str, username: str = "") -> Any:
    """A new user in the group of `role`; `manage.py roles` must have run."""
    name = username or role.lower()
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "tests only, tests")
    user.groups.add(Group.objects.get(name=role))
    return user


def logged_in(role: str, username: str = "") -> Client:
    client = StaffClient()
    client.force_login(somebody(role, username))
    return client


def form(text: str = "We open at nine.", **changes: Any) -> dict[str, str]:
    """Return the editor form data of a standard page, without a submit button."""
    paragraph = rich_text(f"<p>{text}</p>", features=["bold", "italic", "link"])
    return nested_form_data(
        {
            "title": "Fees",
            "slug": "fees",
            "lead": "What a session costs.",
            "body": streamfield([("paragraph", paragraph)]),
            "reviewed_on": "2025-11-23",
        }
        | changes
    )
