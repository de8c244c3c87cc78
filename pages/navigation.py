"""What stands around every page: menu, footer links, the way to an appointment.

Read once for each request, also by templates of other rooms, where there is no page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property
from wagtail.models import Page, Site

from clinic.finished_pages import edition
from clinic.models import ClinicDetails, pages_for_readers
from pages.hours import opening_hours_in_words
from pages.models import AppointmentsPage, FooterLink, HeaderLink
from pages.models.navigation import NavigationLink

#: Pages below the home page that the footer links to, if nobody chose any.
CRISIS = "crisis-help"
FOOTER_SLUGS = ("privacy", "accessibility", "contact", CRISIS)


@dataclass(frozen=True)
class Link:
    """An entry of the menu or the footer; current on its page and on all below it."""

    title: str
    url: str
    is_current: bool = False


def _place(model: type[NavigationLink]) -> Subquery:
    """Where in the header or the footer the editor put the page; null if nowhere."""
    links = model.objects.filter(page=OuterRef("pk"))
    return Subquery(links.values(place=Coalesce("sort_order", 0))[:1])


def _label(model: type[NavigationLink]) -> Subquery:
    return Subquery(model.objects.filter(page=OuterRef("pk")).values("label")[:1])


def _surrounding_pages() -> list[Page]:
    """What `Surroundings.pages` chooses from: one query."""
    named = Q(show_in_menus=True) | Q(slug__in=FOOTER_SLUGS)
    links = Q(header_place__isnull=False) | Q(footer_place__isnull=False)
    return list(
        pages_for_readers()
        .annotate(
            header_place=_place(HeaderLink),
            header_label=_label(HeaderLink),
            footer_place=_place(FooterLink),
            footer_label=_label(FooterLink),
        )
        .filter(named | links | Q(appointmentspage__isnull=False))
        .select_related("appointmentspage")
    )


class Surroundings:
    """Lazily read, so that a template pays only for what it shows."""

    def __init__(self, request: HttpRequest | None, clinic: Any = None) -> None:
        self.path = request.path if request else ""
        self._request = request
        self.clinic: Any = SimpleLazyObject(ClinicDetails.current) if clinic is None else clinic

    @cached_property
    def menu(self) -> list[Link]:
        return self._chosen_links("header") or [
            self._link(page) for page in self._below_home if page.show_in_menus
        ]

    @cached_property
    def footer_links(self) -> list[Link]:
        return self._chosen_links("footer") or [
            self._link(page) for page in self._below_home if page.slug in FOOTER_SLUGS
        ]

    @cached_property
    def appointments(self) -> AppointmentsPage:
        """The live page with the three doors, or one with the words a new site starts with."""
        live = (page.appointmentspage for page in self.pages if hasattr(page, "appointmentspage"))
        return next(live, None) or AppointmentsPage()

    @cached_property
    def pages(self) -> list[Page]:
        """All pages that header, footer and doors may name."""
        now = timezone.now()
        kept = edition.remember("surrounding-pages", _surrounding_pages)
        return [page for page in kept if page.expire_at is None or page.expire_at > now]

    @property
    def _below_home(self) -> list[Page]:
        site = Site.find_for_request(self._request) if self._request else None
        home = site.root_page if site else None
        return [p for p in self.pages if home and p.is_child_of(home)]

    def _chosen_links(self, place: str) -> list[Link]:
        chosen = [p for p in self.pages if getattr(p, f"{place}_place") is not None]
        chosen.sort(key=attrgetter(f"{place}_place"))
        return [self._link(page, getattr(page, f"{place}_label")) for page in chosen]

    @property
    def appointments_url(self) -> str:
        """The page with the three doors, or the first door if there is no such page."""
        page = self.appointments
        return page.get_url(self._request) if page.pk else reverse("booking:new-client")

    @cached_property
    def crisis_url(self) -> str:
        """The page for somebody in a crisis; without one the lines at the end of each page."""
        found = (page.get_url(self._request) for page in self._below_home if page.slug == CRISIS)
        return next(found, None) or "#crisis"

    @property
    def crisis_lines(self) -> Sequence[Any]:
        return self.clinic.lines

    @cached_property
    def opening_hours(self) -> list[str]:
        return opening_hours_in_words(self.clinic.hours)

    def _link(self, page: Page, label: str = "") -> Link:
        url = page.get_url(self._request) or ""
        # Everything stands below "/", so the home page is current only on itself.
        is_current = self.path == url or (len(url) > 1 and self.path.startswith(url))
        return Link(label or page.title, url, is_current)


def surroundings(request: HttpRequest | None, clinic: Any = None) -> Surroundings:
    """The same object for the whole request; `clinic` saves reading the details twice."""
    if request is None:
        return Surroundings(None, clinic)
    if not hasattr(request, "_surroundings"):
        request._surroundings = Surroundings(request, clinic)  # type: ignore[attr-defined]
    return request._surroundings  # type: ignore[attr-defined,no-any-return]
