"""Labels for page types, as readers see them in search results."""

from wagtail.models import Page

#: By model name. The titles of other pages need no label.
LABELS = {
    "therapypage": "Therapy",
    "conditionpage": "Condition",
    "assessmentpage": "Assessment",
    "clinicianpage": "Clinician",
    "articlepage": "Article",
    "issuepage": "Newsletter",
}


def label(page: Page) -> str:
    """Return the label of the page's type, or “”."""
    return LABELS.get(page.cached_content_type.model, "")
