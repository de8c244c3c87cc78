"""Helpers for the links to the request forms and for their availability."""

import re

from clinic.models import AssessmentDoor, ClinicDetails, Door
from tests.pages.reading import read


def door_links(response):
    document = read(response)
    return [a["href"] for tag, a in document.tags if tag == "a" and a.get("class") == "door"]


def set_doors(new_clients=Door.OPEN, **assessments):
    ClinicDetails.load()
    ClinicDetails.objects.update(new_clients=new_clients)
    for slug, door in assessments.items():
        AssessmentDoor.objects.create(clinic=ClinicDetails.load(), slug=slug, door=door)


def notes(response):
    """Return the note of each link, in order."""
    html = response.content.decode()
    return [
        "".join(re.findall(r'class="door-note">([^<]+)<', way))
        for way in html.split('<a class="door"')[1:]
    ]
