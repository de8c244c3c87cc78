"""Structured data (schema.org) about a page for search engines.

It contains only what the page shows, and no ratings, prices or questions.
Types and properties: schema.org, release 29. Google's rules: developers.google.com/search.
"""

import json
from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from clinic.models import ClinicDetails

Node = dict[str, Any]

#: The escapes of django.utils.html.json_script: no title can close the element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def script(nodes: list[Node]) -> SafeString:
    """Return a data block for the head; it is not executed, so the CSP need not allow it."""
    if not nodes:
        return SafeString("")
    graph = {"@context": "https://schema.org", "@graph": nodes}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def about(page: Any, clinic: ClinicDetails, ancestors: list[Any]) -> list[Node]:
    """Return the nodes for a page; `ancestors` are the pages of its breadcrumbs."""
    describe = _DESCRIBERS.get(page._meta.model_name)
    nodes = describe(page, clinic) if describe else []
    return [*nodes, breadcrumbs([*ancestors, page])] if ancestors else nodes


def address_of(page: Any) -> str:
    return f"{settings.SITE_URL}{page.get_url()}"


def breadcrumbs(trail: list[Any]) -> Node:
    """Return the same items as the visible breadcrumbs; the last is the page itself."""
    items: list[Node] = [
        {"@type": "ListItem", "position": n, "name": page.title, "item": address_of(page)}
        for n, page in enumerate(trail, 1)
    ]
    del items[-1]["item"]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def practice(clinic: ClinicDetails) -> Node:
    """Return the practice with its contact details; empty ones are left out."""
    node = _organisation(clinic) | {
        "url": f"{settings.SITE_URL}/",
        "telephone": clinic.phone,
        "email": clinic.email,
        "address": " ".join(clinic.address.split()),
        "openingHoursSpecification": _hours(clinic),
    }
    return {name: value for name, value in node.items() if value}


def _organisation(clinic: ClinicDetails) -> Node:
    # A MedicalClinic is a LocalBusiness in schema.org; some consumers know only the latter.
    types = ["MedicalClinic", "LocalBusiness"]
    return {"@type": types, "@id": f"{settings.SITE_URL}/#clinic", "name": clinic.name}


def _hours(clinic: ClinicDetails) -> list[Node]:
    """Return one node for each distinct span of hours, with its days."""
    spans = sorted(clinic.hours, key=lambda s: (s.opens, s.closes, s.day))
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"https://schema.org/{span.get_day_display()}" for span in same],
            "opens": f"{opens:%H:%M}",
            "closes": f"{closes:%H:%M}",
        }
        for (opens, closes), same in groupby(spans, key=lambda s: (s.opens, s.closes))
    ]


def _home(page: Any, clinic: ClinicDetails) -> list[Node]:
    return [practice(clinic)]


def _contact(page: Any, clinic: ClinicDetails) -> list[Node]:
    """Return the practice with the holidays that this page shows."""
    closed = [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": f"{day.date:%Y-%m-%d}",
            "validThrough": f"{day.date:%Y-%m-%d}",
            # For Google, equal times mean closed all day.
            "opens": "00:00",
            "closes": "00:00",
        }
        for day in page.days_closed
    ]
    node = practice(clinic)
    return [node | {"specialOpeningHoursSpecification": closed} if closed else node]


def _medical_page(page: Any, subject: str) -> list[Node]:
    node: Node = {
        "@type": "MedicalWebPage",
        "url": address_of(page),
        "name": page.title,
        "about": {"@type": subject, "name": page.title},
    }
    if page.reviewed_on:
        node["lastReviewed"] = f"{page.reviewed_on:%Y-%m-%d}"
    return [node]


def _therapy(page: Any, clinic: ClinicDetails) -> list[Node]:
    return _medical_page(page, "PsychologicalTreatment")


def _condition(page: Any, clinic: ClinicDetails) -> list[Node]:
    return _medical_page(page, "MedicalCondition")


def _clinician(page: Any, clinic: ClinicDetails) -> list[Node]:
    """Return a person with training and registration; nothing for an example profile."""
    if page.is_example:
        return []
    registration = {"@type": "PropertyValue", "propertyID": "Ahpra"}
    credential = "EducationalOccupationalCredential"
    node = {
        "@type": "Person",
        "name": page.title,
        "url": address_of(page),
        "jobTitle": page.post_nominal_title,
        "identifier": page.registration_number
        and registration | {"value": page.registration_number},
        "hasCredential": [
            {"@type": credential, "name": block.value} for block in page.qualifications
        ],
        "knowsLanguage": [block.value for block in page.languages],
        "worksFor": _organisation(clinic),
    }
    return [{name: value for name, value in node.items() if value}]


def _article(page: Any, clinic: ClinicDetails) -> list[Node]:
    node = {
        "@type": "Article",
        "headline": page.title,
        "url": address_of(page),
        "datePublished": f"{page.published_on:%Y-%m-%d}",
        "publisher": _organisation(clinic),
    }
    if page.author_name:
        node["author"] = {"@type": "Person", "name": page.author_name}
    return [node]


_DESCRIBERS: dict[str, Callable[[Any, ClinicDetails], list[Node]]] = {
    "homepage": _home,
    "contactpage": _contact,
    "therapypage": _therapy,
    "conditionpage": _condition,
    "clinicianpage": _clinician,
    "articlepage": _article,
}
