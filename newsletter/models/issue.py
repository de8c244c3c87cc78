"""The Wagtail pages of the newsletter. An issue is web page, HTML mail and plain text."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager

from clinic.cms.editing.pages import CheckedPage
from clinic.models import FEED, ReaderQuerySet
from newsletter.issue import compose, previews
from newsletter.issue.blocks import IssueBlocks


class NewsletterPage(CheckedPage):
    """/newsletter/: the description of the newsletter and the sign-up form."""

    template = "newsletter/newsletter_page.html"
    subpage_types = ["newsletter.ArchivePage"]
    max_count = 1

    class Meta:
        verbose_name = "newsletter sign-up page"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["archive"] = ArchivePage.objects.child_of(self).for_readers().first()
        return context


class ArchivePage(CheckedPage):
    """/newsletter/archive/: the sent issues."""

    own_slugs = FEED
    template = "newsletter/archive_page.html"
    parent_page_types = ["newsletter.NewsletterPage"]
    subpage_types = ["newsletter.IssuePage"]
    max_count = 1

    class Meta:
        verbose_name = "newsletter archive"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["issues"] = (
            IssuePage.objects.child_of(self).for_readers().sent().order_by("-campaign__started_at")
        )
        return context


class IssueQuerySet(ReaderQuerySet):
    def sent(self) -> "IssueQuerySet":
        return self.filter(campaign__started_at__isnull=False)

    def unsent(self) -> "IssueQuerySet":
        """Issues without a campaign: not prepared, released or sent."""
        return self.filter(campaign__isnull=True)


class IssuePage(CheckedPage):
    """One issue. Readers see it on the site once it has been sent."""

    subject = models.CharField(
        max_length=120,
        help_text="The line people see first, also on a locked phone. Name no condition.",
    )
    preheader = models.CharField(
        "preview line", max_length=160, blank=True, help_text="Shown after the subject in inboxes."
    )
    body = StreamField(IssueBlocks())

    objects = PageManager.from_queryset(IssueQuerySet)()

    template = "newsletter/issue_page.html"
    parent_page_types = ["newsletter.ArchivePage"]
    subpage_types: list[str] = []
    content_panels = [
        *CheckedPage.content_panels,
        MultiFieldPanel([FieldPanel("subject"), FieldPanel("preheader")], "In the inbox"),
        FieldPanel("body"),
    ]
    preview_modes = [("web", "Web page"), *previews.MODES.items()]

    class Meta:
        verbose_name = "newsletter issue"

    def clean(self) -> None:
        super().clean()
        for name in ("title", "subject", "preheader"):
            if any(ord(c) < 32 or c in "\x7f\x85\u2028\u2029" for c in getattr(self, name) or ""):
                raise ValidationError({name: "Write this as one line."})

    @property
    def is_sent(self) -> bool:
        return hasattr(self, "campaign") and self.campaign.started_at is not None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_sent and not getattr(request, "is_preview", False):
            raise Http404("Not sent yet.")
        return super().serve(request, *args, **kwargs)  # type: ignore[no-any-return]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name in previews.MODES:
            return previews.show(compose.compose(self), mode_name)
        return super().serve_preview(request, mode_name)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return super().get_sitemap_urls(request) if self.is_sent else []

    @classmethod
    def get_indexed_objects(cls) -> Any:
        return super().get_indexed_objects().filter(campaign__started_at__isnull=False)

    @property
    def web_address(self) -> str:
        """Return the full URL for mails, also before the issue is sent."""
        parts = self.get_url_parts()
        return settings.SITE_URL + (parts[2] if parts and parts[2] else "/newsletter/")
