"""The sample site: words a practice can keep, change or throw away."""
