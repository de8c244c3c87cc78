"""What must stay true while an upgrade runs (docs/adr/0017-migrations-while-running.md)."""
