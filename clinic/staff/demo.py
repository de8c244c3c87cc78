"""Demo log-ins of a local copy, one for each role, each with an authenticator app set up."""

import os
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django_otp import user_has_device

from clinic.models import AuthenticatorApp, ClinicDetails, DutyTurn
from clinic.models.details import Weekday
from clinic.staff.roles import ROLES

#: Log-in, rank and phone number, Monday to Friday.
DEMO_DUTY = (
    ("clinician", DutyTurn.Rank.FIRST, "02 5550 0190"),
    ("lead", DutyTurn.Rank.SECOND, "02 5550 0191"),
)
PASSWORD, APP_KEY = "DEMO_PASSWORD_", "DEMO_APP_KEY_"


def demo_passwords() -> dict[str, str]:
    """Return passwords by lower-case role name, as `make run` wrote them to var/local.env."""
    return {
        name.removeprefix(PASSWORD).lower(): value
        for name, value in os.environ.items()
        if name.startswith(PASSWORD)
    }


def make_demo_staff() -> None:
    """Create a user for each role that has a password; existing users are not changed."""
    passwords = demo_passwords()
    for role in ROLES:
        username = role.name.lower()
        password = passwords.get(username)
        users = get_user_model().objects
        if not password or users.filter(username=username).exists():
            continue
        user = users.create_user(username, f"{username}@example.org", password, is_staff=role.desk)
        user.groups.add(Group.objects.get(name=role.name))


def make_demo_duty() -> None:
    """Put the demo clinician first and the demo lead second on duty, if there is no roster.

    The phone numbers are reserved for fiction (ACMA); mails go to the user's own address.
    """
    if DutyTurn.objects.exists():
        return
    users = {user.get_username(): user for user in demo_staff()}
    clinic = ClinicDetails.load()
    turns = [
        DutyTurn(clinic=clinic, person=users[name], day=day, rank=rank, phone=phone)
        for name, rank, phone in DEMO_DUTY
        for day in list(Weekday)[:5]
        if name in users
    ]
    for number, turn in enumerate(turns):
        turn.sort_order = number
        turn.save()


def demo_staff() -> list[Any]:
    """Return the demo users of this copy, in the order of the roles."""
    passwords = demo_passwords()
    names = [role.name.lower() for role in ROLES if role.name.lower() in passwords]
    users = {u.get_username(): u for u in get_user_model().objects.filter(username__in=names)}
    return [users[name] for name in names if name in users]


def ensure_demo_apps() -> None:
    """Create an app for each demo user without a second step; `manage.py demo_code` shows codes."""
    for user in demo_staff() if settings.DEMO else []:
        if not user_has_device(user):
            key = os.environ.get(f"{APP_KEY}{user.get_username().upper()}", "")
            AuthenticatorApp.new(user, key)
