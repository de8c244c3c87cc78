"""Mail: the outbox, email backends, and reports of providers."""
