from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Page, Site

from newsletter.issue import sample_picture
from newsletter.models import ArchivePage, IssuePage, NewsletterPage

#: Every block once.
BODY: list[tuple[str, Any]] = [
    (
        "paragraph",
        "<p>This is the first issue of our newsletter. It is short on purpose. We write when we "
        "have something of use to say, about once a month.</p>",
    ),
    ("heading", "Three things to try"),
    (
        "paragraph",
        "<p>One bad night is rarely harmful, even when it feels that way. Many people find these "
        "small things help:</p><ul><li>Get up after about twenty minutes. Sit somewhere dim and "
        "quiet until you feel sleepy.</li><li>Turn the clock away. Counting hours keeps you "
        "awake.</li><li>Get up at your usual time, also after a short night.</li></ul>",
    ),
    (
        "quote",
        {
            "text": "O sleep, O gentle sleep, nature’s soft nurse, how have I frighted thee",
            "who": "A king who lies awake, in Shakespeare’s “Henry IV, Part 2”",
        },
    ),
    (
        "callout",
        {
            "title": "When to see your GP",
            "text": "<p>If poor sleep goes on for more than a month, or you snore loudly and are "
            "tired all day, <b>talk to your GP</b>. Both can be helped.</p>",
        },
    ),
    ("heading", "If you think about asking for help"),
    (
        "paragraph",
        "<p>You do not need the right words. Write one sentence about what is hard. A person "
        "reads it, and answers.</p>",
    ),
    ("button", {"label": "Request an appointment", "address": "/appointments/"}),
    ("divider", None),
    (
        "paragraph",
        "<p><i>You can stop these mails at any time. The link is at the end of each one.</i></p>",
    ),
    ("crisis_lines", None),
]


def body() -> list[tuple[str, Any]]:
    picture: Any = sample_picture.get_or_create()
    picture.contextual_alt_text, picture.decorative = sample_picture.ALT, False
    first, *rest = BODY
    return [first, ("image", picture), *rest]


class Command(BaseCommand):
    help = "Makes the newsletter pages and one issue that is ready to be sent. Safe to run again."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        home = Site.objects.get(is_default_site=True).root_page.specific
        newsletter = _get_or_create_child(
            home,
            NewsletterPage(
                title="Newsletter",
                slug="newsletter",
                show_in_menus=True,
                lead="A few calm pages on mental health by email, about once a month. "
                "Leave whenever you like.",
            ),
        )
        archive = _get_or_create_child(
            newsletter,
            ArchivePage(
                title="Earlier newsletters",
                slug="archive",
                lead="Everything we have sent, to read here.",
            ),
        )
        _get_or_create_child(
            archive,
            IssuePage(
                title="When you lie awake",
                slug="when-you-lie-awake",
                subject="Our first letter",
                preheader="Three small things, and what to do when they are not enough.",
                body=body(),
            ),
        )
        self.stdout.write("Newsletter: sign-up page, archive and one unsent issue.")


def _get_or_create_child(parent: Page, page: Page) -> Page:
    """Return the child with the slug of `page`, created if it does not exist."""
    existing = parent.get_children().filter(slug=page.slug).first()
    if existing:
        return existing.specific
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page
