"""One training: arguments, the run in chunks, history, checkpoints, divergence; and many at once."""
