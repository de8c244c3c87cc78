from collections.abc import Iterable
from datetime import timedelta

from django.apps import AppConfig

from clinic.offerings import Offering


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        from clinic import offerings, work
        from pages import pictures
        from pages.editing import mails  # noqa: F401  (connects itself)

        offerings.provide("therapy", therapies)
        offerings.provide("assessment", assessments)
        work.register("pictures", pictures.make_ready, every=timedelta(seconds=10))


def therapies() -> Iterable[Offering]:
    """Live therapy pages in the order of the page tree."""
    from pages.models import TherapyPage

    live = TherapyPage.objects.for_readers().order_by("path")
    return (Offering(slug, title) for slug, title in live.values_list("slug", "title"))


def assessments() -> Iterable[Offering]:
    """Live assessment pages in the order of the page tree."""
    from pages.models import AssessmentPage

    live = AssessmentPage.objects.for_readers().order_by("path")
    return (Offering(slug, title) for slug, title in live.values_list("slug", "title"))
