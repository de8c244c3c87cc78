"""What stands around every page: menu, footer links, the way to an appointment.

Read once for each request, also by templates of other rooms, where there is no page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, Site

from clinic.crisis import CRISIS_LINES
from clinic.models import ClinicDetails
from pages.hours import opening_hours_in_words
from pages.models import AppointmentsPage

#: Pages the footer links to if they are live.
FOOTER_SLUGS = ("privacy", "accessibility")


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    is_current: bool = False


class Surroundings:
    """Lazily read, so that a template pays only for what it shows."""

    def __init__(self, request: HttpRequest | None, clinic: Any = None) -> None:
        self.path = request.path if request else ""
        self._request = request
        self._children: list[Page] | None = None
        self.clinic = SimpleLazyObject(ClinicDetails.current) if clinic is None else clinic
        self.appointments: Any = SimpleLazyObject(AppointmentsPage.current)

    @property
    def menu(self) -> list[Link]:
        return [self._link(page) for page in self.children if page.show_in_menus]

    @property
    def footer_links(self) -> list[Link]:
        return [self._link(page) for page in self.children if page.slug in FOOTER_SLUGS]

    @property
    def children(self) -> list[Page]:
        """Live pages below the home page that the menu or the footer names."""
        if self._children is None:
            site = Site.find_for_request(self._request) if self._request else None
            pages = Page.objects.none()
            if site:
                pages = Page.objects.live().child_of(site.root_page)
            named = Q(show_in_menus=True) | Q(slug__in=FOOTER_SLUGS)
            self._children = list(pages.filter(named).order_by("path"))
        return self._children

    @property
    def appointments_url(self) -> str:
        """The page with the three doors, or the first door if there is no such page."""
        page = self.appointments
        return page.get_url(self._request) if page.pk else reverse("booking:new-client")

    @property
    def crisis_lines(self) -> Sequence[Any]:
        """Never empty: an editor's mistake must not leave somebody without a number."""
        if not hasattr(self, "_crisis_lines"):
            self._crisis_lines = list(self.clinic.crisis_lines.all()) or list(CRISIS_LINES)
        return self._crisis_lines

    @property
    def opening_hours(self) -> list[str]:
        return opening_hours_in_words(self.clinic.opening_hours.all())

    def _link(self, page: Page) -> Link:
        url = page.get_url(self._request) or ""
        return Link(page.title, url, bool(url) and self.path.startswith(url))


def surroundings(request: HttpRequest | None, clinic: Any = None) -> Surroundings:
    """The same object for the whole request; `clinic` saves reading the details twice."""
    if request is None:
        return Surroundings(None, clinic)
    if not hasattr(request, "_surroundings"):
        request._surroundings = Surroundings(request, clinic)  # type: ignore[attr-defined]
    return request._surroundings  # type: ignore[attr-defined,no-any-return]
