"""The mails about a request: what they say, and those that did not get through."""
