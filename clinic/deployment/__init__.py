"""Starting: packages, environment, checks, logs and the processes."""
