"""The words of a page before it goes out: what the rules say of them, and how they read."""
