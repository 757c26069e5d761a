"""The run folder: written while training, read back as a `Run`, listed."""
