from typing import Any

from django import forms
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from clinic import offerings
from clinic.cms.editing.pages import CheckedPage
from clinic.models import FEED, ReaderQuerySet
from pages.blocks import PictureBlock, ShortLineBlock
from pages.models.base import REVIEW, PageSection, TextPage, linked_pages, section_field
from pages.models.therapy import TherapyPage


class Format(models.TextChoices):
    """How a session can take place; the request forms use the same values."""

    IN_PERSON = "in_person", "In person, at our rooms"
    VIDEO = "video", "By video"
    PHONE = "phone", "By phone"


class FormatsField(models.JSONField):
    """A list of `Format` values, edited with checkboxes."""

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            choices=Format.choices,
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
        )


class ClinicianIndexPage(TextPage):
    """The list of clinicians, in the order of the page tree."""

    own_slugs = FEED
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.ClinicianPage"]
    template = "pages/clinician_index_page.html"
    page_description = "The list of people who see clients. It lists live profiles by itself."

    def clinicians(self) -> ReaderQuerySet:
        fields = ("post_nominal_title", "is_example")
        return ClinicianPage.objects.child_of(self).for_readers().for_cards(*fields)


class ClinicianPage(TextPage):
    """The profile of a clinician. Its slug is the one that the request forms use."""

    post_nominal_title = models.CharField(
        "title",
        max_length=80,
        blank=True,
        help_text="As registered: Psychologist, Clinical Psychologist, Provisional Psychologist.",
    )
    registration_number = models.CharField(
        "Ahpra registration number",
        max_length=20,
        blank=True,
        help_text="For example PSY0001234567. Readers can look it up in the public register.",
    )
    is_example = models.BooleanField(
        "this is an example",
        default=False,
        help_text="The page says in words that it shows no real person.",
    )
    portrait = StreamField([("picture", PictureBlock())], blank=True, max_num=1)
    qualifications = StreamField([("qualification", ShortLineBlock())], blank=True)
    approach = section_field("how they work")
    languages = StreamField([("language", ShortLineBlock())], blank=True)
    formats = FormatsField("ways to meet", default=list, blank=True)

    search_fields = [
        *TextPage.search_fields,
        index.SearchField("post_nominal_title"),
        index.SearchField("approach"),
        index.SearchField("languages"),
    ]
    content_panels = [
        *CheckedPage.content_panels,
        FieldPanel("post_nominal_title"),
        FieldPanel("registration_number"),
        FieldPanel("is_example"),
        FieldPanel("portrait"),
        FieldPanel("approach"),
        InlinePanel("therapies", heading="Therapies", label="Therapy"),
        FieldPanel("qualifications"),
        FieldPanel("languages"),
        FieldPanel("formats"),
        FieldPanel("body", heading="More"),
        REVIEW,
    ]
    parent_page_types = ["pages.ClinicianIndexPage"]
    subpage_types: list[str] = []
    template = "pages/clinician_page.html"
    page_description = "One person who sees clients: training, registration, ways of working."

    @cached_property
    def request_url(self) -> str:
        """The URL of the new client's form for this clinician, or “” if not offered there."""
        if self.slug not in {offering.slug for offering in offerings.available("clinician")}:
            return ""
        return f"{reverse('booking:new-client')}?clinician={self.slug}"

    @property
    def format_labels(self) -> list[str]:
        return [label for value, label in Format.choices if value in self.formats]

    @cached_property
    def therapy_pages(self) -> list[TherapyPage]:
        """The selected therapies that readers may open, in the editor's order."""
        return linked_pages(self, "therapies", "therapy")

    def field_sections(self) -> list[PageSection]:
        sections = [PageSection("approach", "How I work", self.approach)] if self.approach else []
        if self.therapy_pages:
            sections.append(PageSection("therapies", "Therapies"))
        if self.qualifications:
            sections.append(PageSection("qualifications", "Qualifications"))
        return sections


class ClinicianTherapy(Orderable):
    """A therapy that a clinician works with."""

    page = ParentalKey(ClinicianPage, on_delete=models.CASCADE, related_name="therapies")
    therapy = models.ForeignKey(TherapyPage, on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("therapy")]

    def __str__(self) -> str:
        return f"{self.page} – {self.therapy}"
