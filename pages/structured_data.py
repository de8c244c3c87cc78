"""What a page is about, in schema.org's words, for search engines.

It says nothing that the page does not show: no ratings, no prices, no questions.
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

#: As django.utils.html.json_script escapes: nothing in a title can end the element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def script(nodes: list[Node]) -> SafeString:
    """A data block for the page's head: never executed, so no policy has to allow it."""
    if not nodes:
        return SafeString("")
    graph = {"@context": "https://schema.org", "@graph": nodes}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def about(page: Any, clinic: ClinicDetails, above: list[Any]) -> list[Node]:
    """What to say about a page; `above` are the pages its breadcrumbs name."""
    describe = _DESCRIBED.get(page._meta.model_name)
    nodes = describe(page, clinic) if describe else []
    return [*nodes, breadcrumbs([*above, page])] if above else nodes


def address_of(page: Any) -> str:
    return f"{settings.SITE_URL}{page.get_url()}"


def breadcrumbs(trail: list[Any]) -> Node:
    """The same steps as the breadcrumbs above the page's text; the last is the page itself."""
    steps: list[Node] = [
        {"@type": "ListItem", "position": n, "name": page.title, "item": address_of(page)}
        for n, page in enumerate(trail, 1)
    ]
    del steps[-1]["item"]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def practice(clinic: ClinicDetails) -> Node:
    """The practice as its own details say; what is empty there is not said."""
    node = _named(clinic) | {
        "url": f"{settings.SITE_URL}/",
        "telephone": clinic.phone,
        "email": clinic.email,
        "address": " ".join(clinic.address.split()),
        "openingHoursSpecification": _hours(clinic),
    }
    return {name: value for name, value in node.items() if value}


def _named(clinic: ClinicDetails) -> Node:
    # A MedicalClinic is a LocalBusiness in schema.org; some readers know the second only.
    types = ["MedicalClinic", "LocalBusiness"]
    return {"@type": types, "@id": f"{settings.SITE_URL}/#clinic", "name": clinic.name}


def _hours(clinic: ClinicDetails) -> list[Node]:
    """One entry for each span of hours, with the days that have it."""
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
    """The practice with the days closed that this page names."""
    closed = [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": f"{day.date:%Y-%m-%d}",
            "validThrough": f"{day.date:%Y-%m-%d}",
            # Google: the same time twice means closed all day.
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
    """A person with training and registration; an example is no person."""
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
        "worksFor": _named(clinic),
    }
    return [{name: value for name, value in node.items() if value}]


def _article(page: Any, clinic: ClinicDetails) -> list[Node]:
    node = {
        "@type": "Article",
        "headline": page.title,
        "url": address_of(page),
        "datePublished": f"{page.published_on:%Y-%m-%d}",
        "publisher": _named(clinic),
    }
    if page.author_name:
        node["author"] = {"@type": "Person", "name": page.author_name}
    return [node]


_DESCRIBED: dict[str, Callable[[Any, ClinicDetails], list[Node]]] = {
    "homepage": _home,
    "contactpage": _contact,
    "therapypage": _therapy,
    "conditionpage": _condition,
    "clinicianpage": _clinician,
    "articlepage": _article,
}
