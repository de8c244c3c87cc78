"""Intake of requests: forms, storing and limits."""
