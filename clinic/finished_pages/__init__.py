"""The cache of finished public pages, which responds before Django runs."""
