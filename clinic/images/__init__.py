"""Uploaded images: validated, converted and resized in a separate process (ADR 22)."""
