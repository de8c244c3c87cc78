from typing import NamedTuple

from django.db import models
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from clinic.cms.editing.pages import CheckedPage
from clinic.models import ClinicDetails
from clinic.models import Door as Availability
from pages.models.base import REVIEW, TextPage

WAITLIST = "Waiting list only"
NOTES: dict[str, str] = {
    Availability.WAITLIST: WAITLIST,
    Availability.CLOSED: "Not taking new clients now",
}
ASSESSMENT_NOTES: dict[str, str] = {
    Availability.WAITLIST: WAITLIST,
    Availability.CLOSED: "Not taking requests now",
}


class RequestOption(NamedTuple):
    """A link to one of the request forms."""

    title: str
    line: str
    url: str
    #: A limit on availability, such as a waiting list; empty if there is none.
    note: str = ""


class AppointmentsPage(TextPage):
    """Links to the three request forms. Therapy pages show the same links."""

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
        """Return the live page, or an unsaved one with the default text."""
        return cls.objects.for_readers().first() or cls()

    def request_options(self, clinic: ClinicDetails, therapy: str = "") -> list[RequestOption]:
        """Return the three forms; `therapy` is the slug to preselect in the new client's form."""
        query = f"?therapy={therapy}" if therapy else ""
        return [
            RequestOption(
                self.new_client_title,
                self.new_client_line,
                reverse("booking:new-client") + query,
                NOTES.get(clinic.new_clients, ""),
            ),
            RequestOption(
                self.existing_client_title,
                self.existing_client_line,
                reverse("booking:existing-client"),
            ),
            RequestOption(
                self.assessments_title,
                self.assessments_line,
                reverse("booking:assessments"),
                ASSESSMENT_NOTES.get(clinic.assessments, ""),
            ),
        ]
