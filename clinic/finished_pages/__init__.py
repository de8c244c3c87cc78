"""Public pages, finished and kept: what readers get before Django is asked."""
