"""gunicorn's settings for the baselines: the site's own, without what it does at the start."""

from clinic.server import *  # noqa: F403

del on_starting, on_reload  # noqa: F821  (they come from the site's settings)
