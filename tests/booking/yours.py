"""Helpers that open the client's page and send its forms as a browser does."""

import re

from booking.models import ClientLink

YOURS = "/appointments/yours/"


def token_of(request):
    return ClientLink.make(request)[1]


def enter(client, request):
    return client.get(f"/appointments/r/{token_of(request)}/", follow=True)


def text(response):
    return response.content.decode()


def hidden(page, action):
    """The signed name of the request, as it stands in the form of an action."""
    return re.search(rf'name="about" value="([^"]+)" id="id_{action}_about"', page)[1]


def press(client, action, **data):
    page = text(client.get(YOURS))
    return client.post(f"{YOURS}{action}/", {"about": hidden(page, action)} | data)
