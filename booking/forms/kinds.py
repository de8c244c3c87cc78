"""One form for each door."""

from typing import Any

from booking.forms.base import LONG, RequestForm
from booking.forms.fields import DateField, radios, select, text
from booking.forms.layout import Section
from booking.models.choices import Change, HeardFrom, Kind, Referral

REFERRAL_HINT = (
    "A referral, such as a Mental Health Treatment Plan, can lower what you pay. "
    "You can ask without one."
)


class NewClientForm(RequestForm):
    kind = Kind.NEW_CLIENT
    title = "New client: ask for an appointment"
    lead = (
        "For people who have not seen us before, and for parents and carers. It takes about "
        "five minutes. You can leave out anything marked optional."
    )
    about_you = ("date_of_birth",)

    date_of_birth = DateField(
        label="Your date of birth",
        help_text="For example 27 3 1990.",
        required=False,
        past=True,
        out_of_range="Enter your date of birth. It must be in the past.",
        autocomplete="bday",
    )
    reason = text(
        "What would you like help with?",
        limit=LONG,
        rows=6,
        missing="Write a few words about what you would like help with.",
        hint="A few words are enough. It is stored encrypted, and only the people who "
        "answer requests read it. Up to 5,000 characters.",
    )
    therapy = select("Is there a therapy you have in mind?", empty="Not sure yet")
    referral = radios(
        "Do you have a referral?",
        Referral,
        missing="Choose whether you have a referral.",
        hint=REFERRAL_HINT,
    )
    heard_from = select(
        "How did you hear about us?", HeardFrom.choices, empty="I would rather not say"
    )

    asked: tuple[Any, ...] = (
        Section(
            "What you need", "reason", "therapy", "referral", "heard_from", css_id="what-you-need"
        ),
    )


class ExistingClientForm(RequestForm):
    kind = Kind.EXISTING_CLIENT
    title = "Existing client: ask for an appointment"
    lead = (
        "For people who see one of us already: book your next time, move an appointment or "
        "cancel one. You can leave out anything marked optional."
    )

    change = radios(
        "What would you like to do?",
        Change,
        missing="Choose what you would like to do.",
        hint="To move or cancel an appointment, tell us its day and time under “Anything else”.",
    )

    asked: tuple[Any, ...] = (Section("What you need", "change", css_id="what-you-need"),)


class AssessmentForm(RequestForm):
    kind = Kind.ASSESSMENT
    title = "Assessments: ask for an appointment"
    lead = (
        "For an assessment of how you or your child think, learn and pay attention. It takes "
        "about five minutes. You can leave out anything marked optional."
    )

    assessment = select(
        "Which assessment?",
        empty="Choose an assessment",
        missing="Choose an assessment. “Something else, or not sure” is fine.",
    )
    referral = radios(
        "Do you have a referral?",
        Referral,
        missing="Choose whether you have a referral.",
        hint="You can ask without one.",
    )
    purpose = text(
        "What is the assessment for?",
        limit=LONG,
        rows=5,
        hint="For example: school, work, a diagnosis, the NDIS. It is stored encrypted, and "
        "only the people who answer requests read it. Up to 5,000 characters.",
    )
    needed_by = DateField(
        label="Is there a date you need it by?",
        help_text="For example 27 3 2027.",
        required=False,
        past=False,
        out_of_range="Enter a date from today on, within the next ten years.",
    )

    asked: tuple[Any, ...] = (
        Section(
            "What you need",
            "assessment",
            "referral",
            "purpose",
            "needed_by",
            css_id="what-you-need",
        ),
    )


FORMS: dict[str, type[RequestForm]] = {
    form.kind: form for form in (NewClientForm, ExistingClientForm, AssessmentForm)
}
