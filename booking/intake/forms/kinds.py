"""The form for each kind of request."""

from collections.abc import Iterator
from typing import Any

from booking.intake.forms.base import MAX_TEXT_LENGTH, RequestForm
from booking.intake.forms.fields import DateField, radios, select, text
from booking.intake.forms.layout import Section
from booking.models.choices import Change, HeardFrom, Referral
from booking.models.choices import Kind as RequestKind
from booking.promise import WAITLIST_PROMISE
from clinic.models import Door

REFERRAL_HINT = (
    "A referral, such as a Mental Health Treatment Plan, can lower what you pay. "
    "You can ask without one."
)
ASSESSMENT_CLOSED = (
    "We are not taking requests for this assessment now. Choose another one. "
    "What you wrote is still on this page."
)


class NewClientForm(RequestForm):
    kind = RequestKind.NEW_CLIENT
    closed = "We are not taking new clients now"
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
        limit=MAX_TEXT_LENGTH,
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

    extra_sections: tuple[Any, ...] = (
        Section(
            "What you need", "reason", "therapy", "referral", "heard_from", css_id="what-you-need"
        ),
    )

    @property
    def availability(self) -> str:
        return self.options.new_clients


class ExistingClientForm(RequestForm):
    kind = RequestKind.EXISTING_CLIENT
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

    extra_sections: tuple[Any, ...] = (Section("What you need", "change", css_id="what-you-need"),)


class AssessmentForm(RequestForm):
    kind = RequestKind.ASSESSMENT
    closed = "We are not taking requests for assessments now"
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
        limit=MAX_TEXT_LENGTH,
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

    extra_sections: tuple[Any, ...] = (
        Section(
            "What you need",
            "assessment",
            "referral",
            "purpose",
            "needed_by",
            css_id="what-you-need",
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An assessment that has closed stays among the choices if it was chosen before.
        chosen = self.data.get("assessment")
        self._offer("assessment", list(self._choices(chosen)))
        self.fields["assessment"].help_text = self._availability_note()

    def _choices(self, chosen: str | None) -> Iterator[tuple[str, str]]:
        labels = {Door.WAITLIST: "{} (waiting list)", Door.CLOSED: "{} (not possible now)"}
        for slug, title in self.options.assessments:
            availability = self.options.availability_of(slug)
            if availability != Door.CLOSED or slug == chosen:
                yield slug, labels.get(Door(availability), "{}").format(title)

    def _availability_note(self) -> str:
        sentences = []
        if self.availability == Door.OPEN and self.options.titles_with(Door.WAITLIST):
            sentences.append(f"Where the list says “waiting list”: {WAITLIST_PROMISE}")
        if closed := self.options.titles_with(Door.CLOSED):
            sentences.append(f"Not possible now: {', '.join(closed)}. {self.options.elsewhere}")
        return " ".join(sentences).strip()

    @property
    def availability(self) -> str:
        return self.options.any_assessment

    def request_availability(self) -> str:
        return self.options.availability_of(self.cleaned_data["assessment"])

    def refuse_if_closed(self, cleaned: dict[str, Any]) -> None:
        super().refuse_if_closed(cleaned)
        chosen = cleaned.get("assessment", "")
        closed = self.options.availability_of(chosen) == Door.CLOSED
        if chosen and closed and not self.is_closed and not self.is_stored(cleaned):
            self.add_error("assessment", f"{ASSESSMENT_CLOSED} {self.options.elsewhere}".strip())

    def columns(self) -> dict[str, Any]:
        # The title without the suffix that it has in the list.
        titles = dict(self.options.assessments)
        return super().columns() | {"assessment_title": titles[self.cleaned_data["assessment"]]}


FORMS: dict[str, type[RequestForm]] = {
    form.kind: form for form in (NewClientForm, ExistingClientForm, AssessmentForm)
}
