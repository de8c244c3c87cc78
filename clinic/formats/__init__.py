"""Date and time formats used where a template names none."""
