"""Somebody asks for an appointment: forms, what is stored, how much at once."""
