"""Campaigns: whom an issue goes to, batch by batch, and what became of each mail."""
