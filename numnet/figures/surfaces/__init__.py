"""Figures of walks on error surfaces."""
