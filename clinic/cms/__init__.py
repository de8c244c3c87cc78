"""What Wagtail's screens get from this site, and what they may not do."""
