"""Figures of sweeps and comparisons."""
