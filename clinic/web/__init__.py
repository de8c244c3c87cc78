"""What stands round every request: middleware, errors, health, files."""
