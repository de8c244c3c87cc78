"""Mail: the outbox, the ways out, and what providers report."""
