"""The page of the person who asked, opened by the link in their mail."""
