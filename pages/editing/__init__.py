"""What helps editors: approval, notes before publishing, hints, reports."""
