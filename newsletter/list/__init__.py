"""The list of subscribers: sign-up, confirmation, withdrawal, erasure, import."""
