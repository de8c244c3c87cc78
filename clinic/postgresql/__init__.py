"""Django's PostgreSQL backend with a connection pool and a statement timeout (ADR 21)."""
