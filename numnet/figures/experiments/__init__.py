"""Figures of the chapter's experiments."""
