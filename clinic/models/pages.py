"""What every page has, and what readers may see of the tree of pages."""

import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.utils.decorators import cached_classmethod

from clinic import edition, page_cache
from clinic.crisis import placeholders
from clinic.editing.forms import CheckedPageForm
from clinic.editing.panels import NotesPanel

#: What a link to a page, with the words below it, is made of.
CARD_COLUMNS = ("title", "slug", "path", "depth", "url_path", "content_type", "locale", "lead")


def is_private() -> models.Exists:
    """Whether a page, or one above it, is for some readers only; for a query over pages.

    An alias, and what stands below one, is for those who may read its source
    (`Page.get_view_restrictions`), also where an alias has an alias.
    """
    path = models.ExpressionWrapper(models.OuterRef("path"), models.CharField())
    above = PageViewRestriction.objects.alias(asked=path)
    places = ("page__path", "page__aliases__path", "page__aliases__aliases__path")
    below = (Q(asked__startswith=models.F(place)) for place in places)
    return models.Exists(above.filter(reduce(or_, below)))


class ReaderQuerySet(PageQuerySet):
    """Pages, asked for in the words of whoever lists them."""

    def for_readers(self) -> "ReaderQuerySet":
        """What anybody may read now: live, public, and not past its last day.

        Says so in one query, also before the worker has unpublished what expired.
        """
        return self.filter(
            ~is_private(),
            Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now()),
            live=True,
        )

    def for_cards(self, *more: str) -> "ReaderQuerySet":
        """Only what a list of links shows, in the order of the tree; `more` are fields."""
        return self.only(*CARD_COLUMNS, *more).order_by("path")


def pages_for_readers() -> ReaderQuerySet:
    """Pages of every type that anybody may read now, in the order of the tree; not its root."""
    return ReaderQuerySet(Page).filter(depth__gt=1).order_by("path").for_readers()


class BasePage(Page):
    """What every page of every room has. Rooms add their own fields."""

    lead = models.TextField(
        blank=True,
        max_length=600,
        help_text="One or two sentences under the heading. Say what the reader gets here.",
    )

    objects = PageManager.from_queryset(ReaderQuerySet)()
    #: Fields that are about the page, and none of its words.
    not_words: set[str] = set()
    #: Set by whoever has asked already: nothing here or above is for some readers only.
    is_open = False

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    base_form_class = CheckedPageForm

    class Meta:
        abstract = True

    @cached_classmethod
    def get_edit_handler(cls) -> Any:  # noqa: N805
        """Wagtail's tabs, the first of which begins with the notes."""
        tabs = super().get_edit_handler()
        tabs.children[0].children.insert(0, NotesPanel().bind_to_model(cls))
        return tabs

    @cached_property
    def trail(self) -> list[Page]:
        """The pages above this one that readers may open, from the home page down."""
        return list(pages_for_readers().ancestor_of(self))

    @property
    def is_past(self) -> bool:
        """Whether its last day is over, be it unpublished yet or not."""
        return self.expire_at is not None and self.expire_at <= timezone.now()

    def get_view_restrictions(self) -> Any:
        if self.is_open:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """A page past its last day is gone, whether or not the worker has run."""
        if not path_components and self.is_past:
            raise Http404("Past its last day.")
        return super().route(request, path_components)

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        """The narrowest phone in use, a tablet, a desk."""
        widths = {"mobile": 360, "tablet": 768, "desktop": 1280}
        sizes = super().preview_sizes
        return [size | {"device_width": widths[size["name"]]} for size in sizes]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, which may be kept for all readers until any page reaches its last day."""
        page_cache.keep(request, until=edition.remember("next-end", _next_end))
        response = super().serve(request, *args, **kwargs)
        if hasattr(response, "add_post_render_callback"):
            response.add_post_render_callback(placeholders.fill_response)
        return response

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """The address begins with SITE_URL; the moment is that of the words, not of a click."""
        changed = getattr(self, "words_changed_at", None) or self.first_published_at
        return [{"location": f"{settings.SITE_URL}{self.get_url(request)}", "lastmod": changed}]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as readers get it, framed by the editors' side."""
        response: HttpResponse = super().serve_preview(request, mode_name)
        response._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
        return response


def _next_end() -> datetime.datetime | None:
    """When the next live page expires: lists on other pages name it until then."""
    ends = Page.objects.live().filter(expire_at__gt=timezone.now())
    return ends.aggregate(next=models.Min("expire_at"))["next"]
