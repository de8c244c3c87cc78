"""Campaigns: release, schedule, sending in batches and the provider's delivery reports."""
