from pages.models.appointments import AppointmentsPage
from pages.models.article import ArticleIndexPage, ArticlePage
from pages.models.assessment import AssessmentIndexPage, AssessmentPage
from pages.models.clinician import ClinicianIndexPage, ClinicianPage, ClinicianTherapy
from pages.models.condition import ConditionIndexPage, ConditionPage
from pages.models.home import HomePage
from pages.models.navigation import FooterLink, HeaderLink, Navigation
from pages.models.practical import ContactPage, CrisisHelpPage, FAQPage, FeesPage
from pages.models.standard import StandardPage
from pages.models.therapy import (
    RelatedTherapy,
    TherapyCondition,
    TherapyIndexPage,
    TherapyPage,
)

__all__ = [
    "AppointmentsPage",
    "ArticleIndexPage",
    "ArticlePage",
    "AssessmentIndexPage",
    "AssessmentPage",
    "ClinicianIndexPage",
    "ClinicianPage",
    "ClinicianTherapy",
    "ConditionIndexPage",
    "ConditionPage",
    "ContactPage",
    "CrisisHelpPage",
    "FAQPage",
    "FeesPage",
    "FooterLink",
    "HeaderLink",
    "HomePage",
    "Navigation",
    "RelatedTherapy",
    "StandardPage",
    "TherapyCondition",
    "TherapyIndexPage",
    "TherapyPage",
]
