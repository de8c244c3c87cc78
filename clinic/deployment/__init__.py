"""Installation and start: packages, environment, system checks, logs, processes."""
