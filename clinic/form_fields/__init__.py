"""Fields that forgive how people type."""
