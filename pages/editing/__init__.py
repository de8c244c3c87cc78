"""What helps editors: approval, reports, what waits."""
