from pages.models.appointments import AppointmentsPage
from pages.models.assessment import AssessmentIndexPage, AssessmentPage
from pages.models.home import HomePage
from pages.models.standard import StandardPage
from pages.models.therapy import TherapyIndexPage, TherapyPage

__all__ = [
    "AppointmentsPage",
    "AssessmentIndexPage",
    "AssessmentPage",
    "HomePage",
    "StandardPage",
    "TherapyIndexPage",
    "TherapyPage",
]
