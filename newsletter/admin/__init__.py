"""The sender's desk: who is on the list and why, what was sent and what became of it."""

from newsletter.admin import campaigns, deliveries, subscribers, wordings

__all__ = ["campaigns", "deliveries", "subscribers", "wordings"]
