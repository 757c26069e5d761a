"""Figures that need nothing: equations, data sets."""
