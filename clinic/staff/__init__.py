"""How staff come in: password, second step, and how long a session lasts."""
