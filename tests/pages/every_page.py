"""Factories for one page of each type with a given amount of content."""

from typing import Any

from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from clinic.models import ClinicDetails, Holiday
from pages import models
from tests.pages.factories import home, make, stream


def picture(title: str) -> Any:
    file = get_test_image_file(filename=f"{title}.png")
    return get_image_model().objects.create(title=title, file=file)


def children(parent: Any, model: Any, count: int, **fields: Any) -> list[Any]:
    return [make(parent, model, f"{model.__name__} {n}", **fields) for n in range(count)]


class EveryPage:
    """`count` paragraphs with links, half as many pictures, neighbours; three calls at most."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.linked = children(home(), models.StandardPage, count)
        self.pictures = [picture(f"room-{n}") for n in range((count + 1) // 2)]
        self.indexes = {
            model: make(home(), model, f"All {model.__name__}")
            for model in (
                models.TherapyIndexPage,
                models.ConditionIndexPage,
                models.AssessmentIndexPage,
                models.ClinicianIndexPage,
                models.ArticleIndexPage,
            )
        }
        self.therapies = self._below(models.TherapyIndexPage, models.TherapyPage)
        self.conditions = self._below(models.ConditionIndexPage, models.ConditionPage)
        self._below(models.AssessmentIndexPage, models.AssessmentPage)
        self._below(models.ClinicianIndexPage, models.ClinicianPage)
        self._below(models.ArticleIndexPage, models.ArticlePage)
        clinic = ClinicDetails.current()
        Holiday.objects.create(clinic=clinic, date="2126-12-25", name="Christmas Day")

    def _below(self, index: Any, model: Any) -> list[Any]:
        return children(self.indexes[index], model, self.count)

    def make(self, model: Any) -> Any:
        """A full page of this type."""
        parent = next((i for i in self.indexes.values() if model in i.allowed_subpage_models()), 0)
        if model in self.indexes:
            return self._fill(self.indexes[model])
        if model is models.HomePage:
            return self._fill(home())
        return self._fill(make(parent or home(), model, f"The {model.__name__}"))

    def _fill(self, page: Any) -> Any:
        for name, value in (PARTS.get(type(page), {}) | {"lead": "What this is."}).items():
            setattr(page, name, value(self) if callable(value) else value)
        if hasattr(page, "body"):
            page.body = self.free_text()
        page.reviewed_on = "2026-11-23"
        page.save_revision().publish()
        page.refresh_from_db()
        return page

    # --- Words ----------------------------------------------------------------------

    def rich(self) -> str:
        links = (f'<a linktype="page" id="{page.pk}">{page.title}</a>' for page in self.linked)
        return f"<p>{' '.join(links)}</p>"

    def pieces(self) -> list[tuple[str, Any]]:
        return [
            *(("paragraph", self.rich()) for _ in range(self.count)),
            *(
                ("image", {"image": found.pk, "alt_text": found.title, "decorative": False})
                for found in self.pictures
            ),
        ]

    def part(self) -> str:
        return stream(*self.pieces())

    def call(self) -> tuple[str, Any]:
        return "call_to_action", {
            "title": "Ready?",
            "text": "",
            "button": "Write to us",
            "page": self.linked[0].pk,
        }

    def free_text(self) -> str:
        calls = [self.call()] * min(self.count, 3)
        return stream(
            ("heading", "More to say"), *self.pieces(), *calls, question(self.rich(), "What else?")
        )


def question(html: str, text: str = "Does it help?") -> tuple[str, Any]:
    answer = [{"type": "paragraph", "value": html}]
    return "question", {"question": text, "answer": answer}


ITEM = {"lead": "First", "text": "We talk."}
FEE = {"service": "Session", "minutes": 50, "fee": "220.00", "rebate": "98.95", "note": "Weekdays"}

PARTS: dict[Any, dict[str, Any]] = {
    models.TherapyPage: {
        "questions": lambda every: stream(question(every.rich())),
        "areas_heading": "Areas we look at",
        "areas": stream(("area", ITEM)),
        "areas_closing": EveryPage.rich,
        "conditions_intro": "Used with people who feel:",
        "conditions": stream(("condition", "Low")),
        "conditions_closing": EveryPage.rich,
        "sessions": EveryPage.part,
        "evidence": EveryPage.part,
        "call_to_action": lambda every: stream(every.call()),
        "sources": stream(("source", {"text": "A book (2020).", "url": ""})),
        "treated_conditions": lambda every: [
            models.TherapyCondition(condition=page) for page in every.conditions
        ],
        "related_therapies": lambda every: [
            models.RelatedTherapy(therapy=page) for page in every.therapies
        ],
    },
    models.ConditionPage: {
        "signs": EveryPage.part,
        "help": EveryPage.part,
        "urgent": EveryPage.rich,
        "sources": stream(("source", {"text": "A book (2020).", "url": ""})),
    },
    models.AssessmentPage: {
        "for_whom": EveryPage.part,
        "steps": stream(("step", ITEM)),
        "report": EveryPage.part,
        "practical": EveryPage.part,
    },
    models.ClinicianPage: {
        "post_nominal_title": "Psychologist",
        "registration_number": "PSY0000000000",
        "is_example": True,
        "portrait": lambda every: stream(every.pieces()[-1]),
        "qualifications": stream(("qualification", "Master of Psychology")),
        "approach": EveryPage.part,
        "languages": stream(("language", "English"), ("language", "Auslan")),
        "formats": ["in_person", "video"],
        "therapies": lambda every: [
            models.ClinicianTherapy(therapy=page) for page in every.therapies
        ],
    },
    models.FeesPage: {"fees": stream(("fee", FEE)), "rebates": EveryPage.part},
    models.FAQPage: {
        "questions": lambda every: stream(("heading", "Before you come"), question(every.rich()))
    },
    models.ContactPage: {"getting_here": EveryPage.part, "access": EveryPage.part},
    models.CrisisHelpPage: {"steps": EveryPage.part},
    models.ArticlePage: {"author_name": "The practice"},
}

#: Every type that readers open.
TYPES = [
    models.HomePage,
    models.TherapyIndexPage,
    models.TherapyPage,
    models.ConditionIndexPage,
    models.ConditionPage,
    models.AssessmentIndexPage,
    models.AssessmentPage,
    models.ClinicianIndexPage,
    models.ClinicianPage,
    models.ArticleIndexPage,
    models.ArticlePage,
    models.FeesPage,
    models.FAQPage,
    models.ContactPage,
    models.CrisisHelpPage,
    models.AppointmentsPage,
    models.StandardPage,
]
