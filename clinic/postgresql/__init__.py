"""Django's PostgreSQL backend, with a bound on connections and a time limit in the web (ADR 21)."""
