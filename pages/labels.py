"""What kind of page it is, in a word readers use."""

from wagtail.models import Page

#: By model name. A page that is not here needs no label: its title says it.
LABELS = {
    "therapypage": "Therapy",
    "conditionpage": "Condition",
    "assessmentpage": "Assessment",
    "clinicianpage": "Clinician",
    "articlepage": "Article",
    "issuepage": "Newsletter",
}


def label(page: Page) -> str:
    """Empty where the title says enough."""
    return LABELS.get(page.cached_content_type.model, "")
