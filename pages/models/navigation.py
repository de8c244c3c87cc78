from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable, Page


@register_setting(icon="list-ul")
class Navigation(BaseGenericSetting, ClusterableModel):
    """The links in the header and the footer of every page."""

    panels = [
        InlinePanel(
            "header_links",
            heading="Header",
            label="Link",
            max_num=7,
            help_text="Four or five are enough. Empty: the pages with “Show in menus”.",
        ),
        InlinePanel(
            "footer_links",
            heading="Footer",
            label="Link",
            max_num=10,
            help_text="Empty: privacy, accessibility, contact and crisis help.",
        ),
    ]

    class Meta:
        verbose_name = "navigation"
        verbose_name_plural = "navigation"

    def __str__(self) -> str:
        return "Navigation"


class NavigationLink(Orderable):
    """A link to a page, with an optional label. Only live public pages are shown."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=40, blank=True, help_text="Empty: the title of the page.")

    panels = [PageChooserPanel("page"), FieldPanel("label")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.label or str(self.page)


class HeaderLink(NavigationLink):
    navigation = ParentalKey(Navigation, on_delete=models.CASCADE, related_name="header_links")


class FooterLink(NavigationLink):
    navigation = ParentalKey(Navigation, on_delete=models.CASCADE, related_name="footer_links")
