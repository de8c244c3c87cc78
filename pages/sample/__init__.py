"""A sample site: text that a practice can use, change or delete."""
