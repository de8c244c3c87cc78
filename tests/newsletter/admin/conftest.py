"""Clients logged in as one role and nothing more."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from tests.newsletter.factories import make_user


@pytest.fixture
def sender(client):
    """A client logged in as Sender, nothing more."""
    call_command("roles", verbosity=0)
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name="Sender"))
    client.force_login(user)
    return client


@pytest.fixture
def receptionist(client):
    call_command("roles", verbosity=0)
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name="Reception"))
    client.force_login(user)
    return client
