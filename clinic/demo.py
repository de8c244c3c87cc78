"""Log-ins for trying a local copy, one for each role."""

import os

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from clinic.roles import ROLES

PREFIX = "DEMO_PASSWORD_"


def demo_passwords() -> dict[str, str]:
    """Role name in small letters to password, as `make run` wrote them to var/local.env."""
    return {
        name.removeprefix(PREFIX).lower(): value
        for name, value in os.environ.items()
        if name.startswith(PREFIX)
    }


def make_demo_staff() -> None:
    """One user for each role that has a password; users that exist are left alone."""
    passwords = demo_passwords()
    for role in ROLES:
        username = role.name.lower()
        password = passwords.get(username)
        users = get_user_model().objects
        if not password or users.filter(username=username).exists():
            continue
        user = users.create_user(username, f"{username}@example.org", password, is_staff=role.desk)
        user.groups.add(Group.objects.get(name=role.name))
