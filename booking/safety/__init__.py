"""Safety concerns about clients: steps, handovers and outcomes."""
