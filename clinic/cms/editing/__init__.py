"""Checks of a page's text before publication: listed words, numbers, readability."""
