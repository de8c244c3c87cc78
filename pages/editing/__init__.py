"""Tools for editors: approval, mails and review reports."""
