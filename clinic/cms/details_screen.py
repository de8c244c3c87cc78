"""The form of Clinic details in Wagtail: panels, headings and help texts."""

from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList

from clinic.crisis.form import ClinicDetailsForm, QuestionPanel, VersionsPanel
from clinic.models import ClinicDetails

PANELS = [
    QuestionPanel(),
    FieldPanel("name"),
    MultiFieldPanel([FieldPanel("phone"), FieldPanel("email"), FieldPanel("address")], "Contact"),
    MultiFieldPanel(
        [
            FieldPanel("answer_days"),
            FieldPanel("answer_days_existing"),
            FieldPanel("answer_days_assessments"),
        ],
        "How soon you answer",
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "new_clients",
                help_text="Open: anybody can ask. Waiting list only: they can ask, and read "
                "first that they will wait. Closed: there is no form; they read where else "
                "to go. An existing client can always ask.",
            ),
            InlinePanel(
                "assessment_doors",
                heading="Assessments that are not open",
                label="Assessment",
                help_text="An assessment without a line here is open.",
            ),
            FieldPanel("elsewhere"),
        ],
        "Who can ask for an appointment",
        help_text="Readers see a change at once, on pages and forms.",
    ),
    InlinePanel("opening_hours", label="Opening hours", heading="Opening hours"),
    InlinePanel("holidays", label="Holiday", heading="Days closed"),
    MultiFieldPanel(
        [
            InlinePanel(
                "duty_turns",
                heading="Duty roster",
                label="Duty",
                help_text="Who is on duty on which weekday. A line with dates counts before "
                "one without. Nobody is on duty while you are closed.",
            ),
            FieldPanel("safety_script"),
            FieldPanel("try_again_after"),
            FieldPanel("acknowledge_within"),
            FieldPanel("closing_round_before"),
        ],
        "Duty: people who may not be safe",
    ),
    MultiFieldPanel(
        [
            FieldPanel("crisis_review_by"),
            InlinePanel("crisis_lines", label="Crisis line"),
            VersionsPanel(),
        ],
        "Crisis lines",
        help_text="Pages, forms and mails show these numbers. The first two stand at the top "
        "of every page and at the end of every mail. In a text, {Lifeline} stands for the "
        "number of Lifeline, and {Lifeline text} for its number for text messages.",
    ),
]


def install() -> None:
    """Set the panels of `ClinicDetails` from here, so that the model imports no forms."""
    ClinicDetails.edit_handler = ObjectList(PANELS, base_form_class=ClinicDetailsForm)
