"""The client's own page, opened by a link in a mail."""
