"""Limits of the files of a study."""

MOST_SEEDS = 10**6
MOST_ROWS = 10**7  # of the curves of a comparison
