"""Walks that the anatomy of a rule is shown on, and the same by the oracle.  For the tests."""

import numnet
from tests.support import oracle as ref

RULES = list(numnet.OPTIMIZERS)
STEPS = 12


def walks_of(name, surface="beale", steps=STEPS, **options):
    """Walks by the rate that suits the surface; where few starts are lucky with it, as sgd is, by a smaller one."""
    if (name, surface) == ("sgd", "beale"):
        name = "sgd:learning_rate=0.005"
    return numnet.descend_many(surface, [name], steps=steps, record="anatomy", **options)


def oracle(walks):
    """The path by the oracle."""
    rule, surface = walks.optimizers[0], walks.surface
    options = {key: getattr(rule, key) for key in rule.__dataclass_fields__}
    gradient = lambda w: ref.complex_step(ref.SURFACES[surface.name], w)  # noqa: E731
    return ref.RULES[rule.name](walks.path[0, 0], gradient, walks.steps, **options)
