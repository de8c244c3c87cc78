"""What the request forms offer today."""

from dataclasses import dataclass, field

from django.http import QueryDict

from clinic import offerings
from clinic.crisis import placeholders
from clinic.models import ClinicDetails, Door

Choices = list[tuple[str, str]]
OTHER_ASSESSMENT = ("other", "Something else, or not sure")


@dataclass(frozen=True)
class FormOptions:
    """Choices as (slug, title), and the availability of forms and assessments."""

    clinicians: Choices = field(default_factory=list)
    therapies: Choices = field(default_factory=list)
    assessments: Choices = field(default_factory=lambda: [OTHER_ASSESSMENT])
    new_clients: str = Door.OPEN
    #: Of the assessment form as a whole.
    any_assessment: str = Door.OPEN
    #: Of single assessments, by slug.
    assessment_availability: dict[str, str] = field(default_factory=dict)
    elsewhere: str = ""

    @classmethod
    def current(cls) -> "FormOptions":
        """Return the present options. Costs no query, as all of it is cached for an edition."""
        clinic = ClinicDetails.current()
        assessments = offerings.available("assessment")
        return cls(
            clinicians=list(offerings.available("clinician")),
            therapies=list(offerings.available("therapy")),
            assessments=[*assessments, OTHER_ASSESSMENT],
            new_clients=clinic.new_clients,
            any_assessment=clinic.assessments,
            assessment_availability={o.slug: clinic.door_of(o.slug) for o in assessments},
            elsewhere=placeholders.fill(clinic.elsewhere),
        )

    @classmethod
    def from_post(cls, data: QueryDict) -> "FormOptions":
        """Return options without the database, so that submitted choices stay valid."""

        def sent(name: str) -> Choices:
            slug = data.get(name, "")[:255].replace("\0", "")
            return [(slug, slug.replace("-", " ").capitalize())] if slug else []

        return cls(sent("clinician"), sent("therapy"), [*sent("assessment"), OTHER_ASSESSMENT])

    def availability_of(self, assessment: str) -> str:
        """Return the availability of one assessment; of the form for "something else"."""
        return self.assessment_availability.get(assessment, self.any_assessment)

    def titles_with(self, availability: str) -> list[str]:
        """Return the titles of the assessments with this availability."""
        return [
            title for slug, title in self.assessments if self.availability_of(slug) == availability
        ]
