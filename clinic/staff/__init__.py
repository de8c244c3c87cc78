"""Staff accounts: log-in with two steps, sessions, roles and users."""
