"""Encrypted fields, the access log, append-only and read-only models, secure erasure."""
