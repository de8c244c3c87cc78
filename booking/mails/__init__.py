"""Mails about requests."""
