"""The admin of the newsletter: subscribers, wordings, campaigns and deliveries."""

from newsletter.admin import campaigns, deliveries, subscribers, wordings

__all__ = ["campaigns", "deliveries", "subscribers", "wordings"]
