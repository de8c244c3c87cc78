"""What can be chosen today."""

from dataclasses import dataclass, field

from django.http import QueryDict

from booking.models import Clinician
from clinic import offerings

Choices = list[tuple[str, str]]
OTHER_ASSESSMENT = ("other", "Something else, or not sure")


@dataclass(frozen=True)
class Offered:
    """Choices as (slug, title)."""

    clinicians: Choices = field(default_factory=list)
    therapies: Choices = field(default_factory=list)
    assessments: Choices = field(default_factory=lambda: [OTHER_ASSESSMENT])

    @classmethod
    def today(cls) -> "Offered":
        return cls(
            clinicians=list(Clinician.objects.active().values_list("slug", "name")),
            therapies=[(o.slug, o.title) for o in offerings.available("therapy")],
            assessments=[
                *((o.slug, o.title) for o in offerings.available("assessment")),
                OTHER_ASSESSMENT,
            ],
        )

    @classmethod
    def as_sent(cls, data: QueryDict) -> "Offered":
        """Without the database: what was chosen stays choosable."""

        def sent(name: str) -> Choices:
            slug = data.get(name, "")[:255].replace("\0", "")
            return [(slug, slug.replace("-", " ").capitalize())] if slug else []

        return cls(sent("clinician"), sent("therapy"), [*sent("assessment"), OTHER_ASSESSMENT])
