"""Many trainings on one data set: sweeps and comparisons."""
