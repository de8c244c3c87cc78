from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Page, Site

from pages.models import HomePage
from pages.sample import details, navigation
from pages.sample.house import HOME
from pages.sample.loading import add_child, change
from pages.sample.tree import LEAVES, SECTIONS

#: The day the words were compared with the sources they name; see /about-these-pages/.
REVIEW = {"reviewed_on": date(2026, 11, 23), "review_by": date(2027, 11, 23)}


class Command(BaseCommand):
    help = "Loads the sample site's pages. Changes nothing that exists; safe to run again."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        self.made = 0
        home = self._home()
        is_new_site = self.made == 1
        sections = {words["slug"]: self._page(home, model, words) for model, words in SECTIONS}
        for slug, model, leaves in LEAVES:
            for words in leaves:
                self._page(sections[slug], model, words)
        details.fill()
        if is_new_site:
            navigation.fill(home)
        self.stdout.write(f"Sample pages: {self.made} made.")

    def _home(self) -> HomePage:
        """The site's home page, with sample words if nobody has written there yet."""
        site = Site.objects.filter(is_default_site=True).first()
        home = site.root_page.specific if site else None
        if not isinstance(home, HomePage):
            raise CommandError("The default site has no HomePage. Run `manage.py migrate` first.")
        if home.latest_revision is None and not home.body:
            change(home, HOME)
            self.made += 1
        return home

    def _page(self, parent: Page, model: type[Page], words: dict[str, Any]) -> Page:
        """The child of `parent` at this slug, made from `words` if there is none."""
        existing = parent.get_children().filter(slug=words["slug"]).first()
        if existing:
            return existing.specific
        self.made += 1
        return add_child(parent, model, REVIEW | words)
