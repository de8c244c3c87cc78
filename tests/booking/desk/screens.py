"""Where things are at the desk, and the presses that tests share."""

from html import unescape

from django.urls import reverse

LIST = "/admin/booking/appointmentrequest/"
SEARCH = f"{LIST}search/"


def at(asked, name="change", *args):
    return reverse(f"admin:booking_appointmentrequest_{name}", args=[asked.pk, *args])


def text_of(response):
    return unescape(response.content.decode())


def take(client, asked, version=1, event="take", **form):
    return client.post(at(asked, "move", event), {"version": version} | form)


def read(client, asked, why="triage", **more):
    """Open what the person wrote."""
    return client.post(at(asked, "open"), {"why": why, **more})
