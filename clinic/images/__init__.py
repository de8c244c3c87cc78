"""Pictures that people upload: checked, converted and cut in a process of their own (ADR 22)."""
