"""What is sealed, who saw it, and what is only added to or erased."""
