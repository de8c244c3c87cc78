"""URLs of the desk, and helpers that send its forms."""

from html import unescape

from django.urls import reverse

LIST = "/admin/booking/appointmentrequest/"
SEARCH = f"{LIST}search/"


def at(appointment_request, name="change", *args):
    return reverse(f"admin:booking_appointmentrequest_{name}", args=[appointment_request.pk, *args])


def text_of(response):
    return unescape(response.content.decode())


def take(client, appointment_request, version=1, event="take", **form):
    return client.post(at(appointment_request, "move", event), {"version": version} | form)


def read(client, appointment_request, why="triage", **more):
    """Open what the person wrote."""
    return client.post(at(appointment_request, "open"), {"why": why, **more})
