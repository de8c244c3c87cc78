"""People who may not be safe: what is done about them until an outcome is recorded."""
