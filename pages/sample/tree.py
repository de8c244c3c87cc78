"""The sample site as a tree: which words stand where, in the order of menus and lists."""

from typing import Any

from wagtail.models import Page

from pages import models
from pages.sample import house
from pages.sample.about import ABOUT
from pages.sample.articles import ARTICLES
from pages.sample.assessments import ASSESSMENTS
from pages.sample.conditions import CONDITIONS
from pages.sample.contact import CONTACT
from pages.sample.crisis_help import CRISIS_HELP
from pages.sample.fees import FEES
from pages.sample.first_visit import FIRST_VISIT
from pages.sample.people import CLINICIANS, EXAMPLES
from pages.sample.promises import ACCESSIBILITY, PRIVACY
from pages.sample.questions import QUESTIONS
from pages.sample.therapies import THERAPIES

Words = dict[str, Any]

#: Below the home page.
SECTIONS: tuple[tuple[type[Page], Words], ...] = (
    (models.TherapyIndexPage, house.THERAPIES),
    (models.ConditionIndexPage, house.CONDITIONS),
    (models.AssessmentIndexPage, house.ASSESSMENTS),
    (models.ClinicianIndexPage, CLINICIANS),
    (models.FeesPage, FEES),
    (models.AppointmentsPage, house.APPOINTMENTS),
    (models.StandardPage, FIRST_VISIT),
    (models.FAQPage, QUESTIONS),
    (models.ArticleIndexPage, house.ARTICLES),
    (models.ContactPage, CONTACT),
    (models.CrisisHelpPage, CRISIS_HELP),
    (models.StandardPage, PRIVACY),
    (models.StandardPage, ACCESSIBILITY),
    (models.StandardPage, ABOUT),
)

#: Below a section, by its slug. Conditions before therapies, and those before clinicians:
#: each names pages of the one before.
LEAVES: tuple[tuple[str, type[Page], tuple[Words, ...]], ...] = (
    ("conditions", models.ConditionPage, CONDITIONS),
    ("therapies", models.TherapyPage, THERAPIES),
    ("assessments", models.AssessmentPage, ASSESSMENTS),
    ("clinicians", models.ClinicianPage, EXAMPLES),
    ("articles", models.ArticlePage, ARTICLES),
)
