"""Small experiments that the figures share."""

from tests.support.experiments import chosen, depths, encoded, fitted, found, quick, rare, stalled  # noqa: F401
