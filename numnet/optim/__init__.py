"""Optimizers and learning-rate schedules: hyper-parameters, defaults, sources."""
