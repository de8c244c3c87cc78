"""`make bench`: ratios against named baselines, measured in one run on one machine."""
