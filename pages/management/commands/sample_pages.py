from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Page, Site

from pages.models import HomePage
from pages.sample import content, details, navigation
from pages.sample.loading import add_child, change

#: The day the text was compared with the sources it names; see /about-these-pages/.
REVIEW = {"reviewed_on": date(2026, 11, 23), "review_by": date(2027, 11, 23)}


class Command(BaseCommand):
    help = "Loads the sample site's pages. Changes nothing that exists; safe to run again."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        self.created = 0
        home = self._home()
        is_new_site = self.created == 1
        pages: dict[str, Page] = {"": home}
        for path in content.paths():
            above, _, slug = path.rpartition("/")
            pages[path] = self._page(pages[above], slug, path)
        details.fill()
        if is_new_site:
            navigation.fill(home)
        self.stdout.write(f"Sample pages: {self.created} made.")

    def _home(self) -> HomePage:
        """Return the site's home page, with sample text if nobody has written there yet."""
        site = Site.objects.filter(is_default_site=True).first()
        home = site.root_page.specific if site else None
        if not isinstance(home, HomePage):
            raise CommandError("The default site has no HomePage. Run `manage.py migrate` first.")
        if home.latest_revision is None and not home.body:
            _, fields = content.read("home")
            change(home, fields)
            self.created += 1
        return home

    def _page(self, parent: Page, slug: str, path: str) -> Page:
        """Return the child of `parent` with this slug, creating it from its file if needed."""
        existing = parent.get_children().filter(slug=slug).first()
        if existing:
            return existing.specific
        model, fields = content.read(path)
        self.created += 1
        return add_child(parent, model, {"slug": slug} | REVIEW | fields)
