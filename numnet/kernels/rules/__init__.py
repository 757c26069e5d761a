"""The update rules, one file each: equation, hyper-parameters and their defaults, memory, words, look.

``w`` weight, ``g`` = ∂E/∂w; what a rule remembers goes in and comes back beside w and starts at 0.  ``k`` holds the
constants of the step, rounded once: ``k.eta`` learning rate, ``k.mu``, ``k.beta2``, ``k.rho``, ``k.eps``, ``k.rest1`` =
1 − β₁, ``k.rest2`` = 1 − β₂, ``k.rest_rho`` = 1 − ρ; m + (1 − β₁)(g − m) is the running average β₁ m + (1 − β₁) g.

Formulas and the place of ε as in ``torch.optim``; where books or libraries differ, the docstring says so.  Betas and
eps are those of ``torch.optim`` (Lion's of its paper), momentum and rho 0.9; the learning rates are numnet's own,
chosen so that a small network on data of unit scale learns at once.

Light to import: an equation is compiled when a loop first calls it.  ``numnet/kernels/update_rules.py`` has what is
compiled from all of them.
"""

from numnet.kernels.registry_helpers import of_folder

RULES = of_folder(__name__, __path__, "rule")
OF_CODE = {rule.code: rule for rule in RULES.values()}
