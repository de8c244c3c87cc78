from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils import timezone

from clinic.finished_pages import edition
from clinic.offerings import Offering

if TYPE_CHECKING:
    from clinic.models import BasePage


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        from clinic import offerings, work
        from pages import pictures
        from pages.editing import mails  # noqa: F401  (connects signals)

        offerings.provide("therapy", therapies)
        offerings.provide("assessment", assessments)
        work.register("pictures", pictures.make_renditions, every=timedelta(seconds=10))


def therapies() -> Iterable[Offering]:
    """Live therapy pages in the order of the page tree."""
    from pages.models import TherapyPage

    return _offered(TherapyPage)


def assessments() -> Iterable[Offering]:
    """Live assessment pages in the order of the page tree."""
    from pages.models import AssessmentPage

    return _offered(AssessmentPage)


def _offered(model: "type[BasePage]") -> Iterable[Offering]:
    """Return the live pages of a type, cached per edition; expired pages are left out at once."""

    def read() -> list[tuple[str, str, datetime | None]]:
        # Building this query alone takes longer than a form should take to respond.
        live = model.objects.for_readers().order_by("path")
        return list(live.values_list("slug", "title", "expire_at"))

    rows = edition.remember(f"offered-{model.__name__}", read)
    now = timezone.now()
    return (Offering(slug, title) for slug, title, ends in rows if ends is None or ends > now)
