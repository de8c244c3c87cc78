from typing import NamedTuple

from django.db import models
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from clinic.cms.editing.pages import CheckedPage
from clinic.models import ClinicDetails
from clinic.models import Door as State
from pages.models.base import REVIEW, TextPage

WAITLIST = "Waiting list only"
NOTES: dict[str, str] = {State.WAITLIST: WAITLIST, State.CLOSED: "Not taking new clients now"}
ASSESSMENT_NOTES: dict[str, str] = {
    State.WAITLIST: WAITLIST,
    State.CLOSED: "Not taking requests now",
}


class Door(NamedTuple):
    """One way to ask for an appointment."""

    title: str
    line: str
    url: str
    #: What is not as usual, such as a waiting list.
    note: str = ""


class AppointmentsPage(TextPage):
    """The page with the three doors. Its words stand on therapy pages too."""

    button = models.CharField(
        max_length=40,
        default="Make an Appointment",
        help_text="The button at the top of every page.",
    )
    doors_heading = models.CharField(
        "heading of the panel", max_length=80, default="Request an Appointment for"
    )
    new_client_title = models.CharField(max_length=40, default="New Client")
    new_client_line = models.CharField(max_length=120, default="You have not been here before.")
    existing_client_title = models.CharField(max_length=40, default="Existing Client")
    existing_client_line = models.CharField(
        max_length=120, default="You see one of us, or did in the past."
    )
    assessments_title = models.CharField(max_length=40, default="Assessments")
    assessments_line = models.CharField(
        max_length=120, default="ADHD, autism and other questions, for children and adults."
    )

    content_panels = [
        *CheckedPage.content_panels,
        FieldPanel("button"),
        MultiFieldPanel(
            [
                FieldPanel("doors_heading"),
                FieldPanel("new_client_title"),
                FieldPanel("new_client_line"),
                FieldPanel("existing_client_title"),
                FieldPanel("existing_client_line"),
                FieldPanel("assessments_title"),
                FieldPanel("assessments_line"),
            ],
            "Three ways to ask",
            help_text="Also shown at the end of every therapy page.",
        ),
        FieldPanel("body"),
        REVIEW,
    ]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "pages/appointments_page.html"

    @classmethod
    def current(cls) -> "AppointmentsPage":
        """The live page, or one with the words a new site starts with."""
        return cls.objects.for_readers().first() or cls()

    def doors(self, clinic: ClinicDetails, therapy: str = "") -> list[Door]:
        """The three forms; `therapy` is a slug that a new client's form starts with."""
        query = f"?therapy={therapy}" if therapy else ""
        return [
            Door(
                self.new_client_title,
                self.new_client_line,
                reverse("booking:new-client") + query,
                NOTES.get(clinic.new_clients, ""),
            ),
            Door(
                self.existing_client_title,
                self.existing_client_line,
                reverse("booking:existing-client"),
            ),
            Door(
                self.assessments_title,
                self.assessments_line,
                reverse("booking:assessments"),
                ASSESSMENT_NOTES.get(clinic.assessments, ""),
            ),
        ]
