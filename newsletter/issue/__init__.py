"""An issue: its blocks, and the mail they become."""
