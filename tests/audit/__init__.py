"""`make audit`: scanners of others look at one served site; README.md says how."""
