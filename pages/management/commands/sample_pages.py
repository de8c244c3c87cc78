from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Page, Site

from clinic.models import ClinicDetails
from pages.models import (
    AppointmentsPage,
    AssessmentIndexPage,
    AssessmentPage,
    HomePage,
    StandardPage,
    TherapyIndexPage,
    TherapyPage,
)
from pages.sample.assessments import ADHD, AUTISM
from pages.sample.house import APPOINTMENTS, ASSESSMENTS, FIRST_VISIT, HOME, THERAPIES
from pages.sample.interpersonal import INTERPERSONAL
from pages.sample.promises import ACCESSIBILITY, PRIVACY
from pages.sample.therapies import ACCEPTANCE_AND_COMMITMENT, COGNITIVE_BEHAVIOURAL

#: Numbers and names set aside for examples (ACMA; RFC 2606).
DETAILS = {
    "phone": "02 5550 0123",
    "email": "hello@example.org",
    "address": "1 Sample Street\nSydney NSW 2000",
}


class Command(BaseCommand):
    help = "Loads the sample site's pages. Changes nothing that exists; safe to run again."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        self.made = 0
        home = self._home()
        therapies = self._page(home, TherapyIndexPage, THERAPIES)
        for words in (INTERPERSONAL, COGNITIVE_BEHAVIOURAL, ACCEPTANCE_AND_COMMITMENT):
            self._page(therapies, TherapyPage, words)
        assessments = self._page(home, AssessmentIndexPage, ASSESSMENTS)
        for words in (ADHD, AUTISM):
            self._page(assessments, AssessmentPage, words)
        self._page(home, AppointmentsPage, APPOINTMENTS)
        for words in (FIRST_VISIT, PRIVACY, ACCESSIBILITY):
            self._page(home, StandardPage, words)
        for name, value in DETAILS.items():
            ClinicDetails.objects.filter(**{name: ""}).update(**{name: value})
        self.stdout.write(f"Sample pages: {self.made} made.")

    def _home(self) -> Page:
        """The site's home page, with sample words if nobody has written there yet."""
        site = Site.objects.filter(is_default_site=True).first()
        home = site.root_page.specific if site else None
        if not isinstance(home, HomePage):
            raise CommandError("The default site has no HomePage. Run `manage.py migrate` first.")
        if home.latest_revision is None and not home.body:
            for name, value in HOME.items():
                setattr(home, name, value)
            home.save_revision().publish()
            self.made += 1
        return home

    def _page(self, parent: Page, model: type[Page], words: dict[str, Any]) -> Page:
        """The child of `parent` at this slug, made from `words` if there is none."""
        existing = parent.get_children().filter(slug=words["slug"]).first()
        if existing:
            return existing.specific
        page = parent.add_child(instance=model(**words))
        page.save_revision().publish()
        self.made += 1
        return page
