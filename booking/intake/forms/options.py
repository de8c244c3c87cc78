"""What can be chosen today."""

from dataclasses import dataclass, field

from django.http import QueryDict

from clinic import offerings
from clinic.crisis import placeholders
from clinic.models import ClinicDetails, Door

Choices = list[tuple[str, str]]
OTHER_ASSESSMENT = ("other", "Something else, or not sure")


@dataclass(frozen=True)
class FormOptions:
    """Choices as (slug, title), and the doors that are not open."""

    clinicians: Choices = field(default_factory=list)
    therapies: Choices = field(default_factory=list)
    assessments: Choices = field(default_factory=lambda: [OTHER_ASSESSMENT])
    new_clients: str = Door.OPEN
    #: What holds for asking for an assessment at all.
    any_assessment: str = Door.OPEN
    #: The doors of single assessments, by slug.
    assessment_availability: dict[str, str] = field(default_factory=dict)
    elsewhere: str = ""

    @classmethod
    def current(cls) -> "FormOptions":
        """Costs no query: all of it is remembered for an edition."""
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
        """Without the database: what was chosen stays choosable."""

        def sent(name: str) -> Choices:
            slug = data.get(name, "")[:255].replace("\0", "")
            return [(slug, slug.replace("-", " ").capitalize())] if slug else []

        return cls(sent("clinician"), sent("therapy"), [*sent("assessment"), OTHER_ASSESSMENT])

    def availability_of(self, assessment: str) -> str:
        """Of one assessment; "something else" is as open as the widest of them."""
        return self.assessment_availability.get(assessment, self.any_assessment)

    def titles_with(self, availability: str) -> list[str]:
        """Titles of the assessments with this door."""
        return [
            title for slug, title in self.assessments if self.availability_of(slug) == availability
        ]
