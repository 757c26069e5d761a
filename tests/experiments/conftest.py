"""Small experiments that the tests share."""

from tests.support.experiments import chosen, depths, encoded, fitted, found, quick, rare, stalled  # noqa: F401
