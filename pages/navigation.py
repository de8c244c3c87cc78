"""What surrounds the content of every page: header, footer and the link to an appointment.

Read once per request. Templates of other apps use it too, where there is no Wagtail page.
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
from pages.hours import opening_hours_lines
from pages.models import AppointmentsPage, FooterLink, HeaderLink
from pages.models.navigation import NavigationLink

#: Pages below the home page that the footer links to if the navigation has no footer links.
CRISIS_SLUG = "crisis-help"
FOOTER_SLUGS = ("privacy", "accessibility", "contact", CRISIS_SLUG)


@dataclass(frozen=True)
class Link:
    """A link in the header or the footer; current on its page and on all pages below it."""

    title: str
    url: str
    is_current: bool = False


def _place(model: type[NavigationLink]) -> Subquery:
    """Return the position of a page among the links of `model`; null if it has no link."""
    links = model.objects.filter(page=OuterRef("pk"))
    return Subquery(links.values(place=Coalesce("sort_order", 0))[:1])


def _label(model: type[NavigationLink]) -> Subquery:
    return Subquery(model.objects.filter(page=OuterRef("pk")).values("label")[:1])


def _surrounding_pages() -> list[Page]:
    """Return the pages that `Surroundings.pages` filters; takes one query."""
    defaults = Q(show_in_menus=True) | Q(slug__in=FOOTER_SLUGS)
    links = Q(header_place__isnull=False) | Q(footer_place__isnull=False)
    return list(
        pages_for_readers()
        .annotate(
            header_place=_place(HeaderLink),
            header_label=_label(HeaderLink),
            footer_place=_place(FooterLink),
            footer_label=_label(FooterLink),
        )
        .filter(defaults | links | Q(appointmentspage__isnull=False))
        .select_related("appointmentspage")
    )


class Surroundings:
    """Header, footer and appointment links; each is read when a template first uses it."""

    def __init__(self, request: HttpRequest | None, clinic: Any = None) -> None:
        self.path = request.path if request else ""
        self._request = request
        self.clinic: Any = SimpleLazyObject(ClinicDetails.current) if clinic is None else clinic

    @cached_property
    def menu(self) -> list[Link]:
        return self._selected_links("header") or [
            self._link(page) for page in self._below_home if page.show_in_menus
        ]

    @cached_property
    def footer_links(self) -> list[Link]:
        return self._selected_links("footer") or [
            self._link(page) for page in self._below_home if page.slug in FOOTER_SLUGS
        ]

    @cached_property
    def appointments(self) -> AppointmentsPage:
        """The live appointments page, or an unsaved one with the default text."""
        live = (page.appointmentspage for page in self.pages if hasattr(page, "appointmentspage"))
        return next(live, None) or AppointmentsPage()

    @cached_property
    def pages(self) -> list[Page]:
        """All pages that the header, the footer and the appointment links may use."""
        now = timezone.now()
        pages = edition.remember("surrounding-pages", _surrounding_pages)
        return [page for page in pages if page.expire_at is None or page.expire_at > now]

    @property
    def _below_home(self) -> list[Page]:
        site = Site.find_for_request(self._request) if self._request else None
        home = site.root_page if site else None
        return [p for p in self.pages if home and p.is_child_of(home)]

    def _selected_links(self, place: str) -> list[Link]:
        selected = [p for p in self.pages if getattr(p, f"{place}_place") is not None]
        selected.sort(key=attrgetter(f"{place}_place"))
        return [self._link(page, getattr(page, f"{place}_label")) for page in selected]

    @property
    def appointments_url(self) -> str:
        """The URL of the appointments page, or of the new client's form if there is none."""
        page = self.appointments
        return page.get_url(self._request) if page.pk else reverse("booking:new-client")

    @cached_property
    def crisis_url(self) -> str:
        """The URL of the crisis page, or of the crisis lines at the end of each page."""
        urls = (
            page.get_url(self._request) for page in self._below_home if page.slug == CRISIS_SLUG
        )
        return next(urls, None) or "#crisis"

    @property
    def crisis_lines(self) -> Sequence[Any]:
        return self.clinic.lines

    @cached_property
    def opening_hours(self) -> list[str]:
        return opening_hours_lines(self.clinic.hours)

    def _link(self, page: Page, label: str = "") -> Link:
        url = page.get_url(self._request) or ""
        # All pages are below "/", so the home page is current only on itself.
        is_current = self.path == url or (len(url) > 1 and self.path.startswith(url))
        return Link(label or page.title, url, is_current)


def surroundings(request: HttpRequest | None, clinic: Any = None) -> Surroundings:
    """Return the header, footer and request links, made once for each request.

    Pass `clinic` if the Clinic details have been read already.
    """
    if request is None:
        return Surroundings(None, clinic)
    if not hasattr(request, "_surroundings"):
        request._surroundings = Surroundings(request, clinic)  # type: ignore[attr-defined]
    return request._surroundings  # type: ignore[attr-defined,no-any-return]
