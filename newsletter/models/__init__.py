"""Models of subscribers and consent, of issues, and of sending."""

from newsletter.models.consent import Subscriber, Suppression
from newsletter.models.issue import ArchivePage, IssuePage, NewsletterPage
from newsletter.models.ledger import ConsentEvent, ConsentWording
from newsletter.models.sending import (
    Campaign,
    Delivery,
    Feedback,
    ProviderPace,
    SendBatch,
)

__all__ = [
    "ArchivePage",
    "Campaign",
    "ConsentEvent",
    "ConsentWording",
    "Delivery",
    "Feedback",
    "IssuePage",
    "NewsletterPage",
    "ProviderPace",
    "SendBatch",
    "Subscriber",
    "Suppression",
]
