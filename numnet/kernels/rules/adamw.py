"""AdamW: Adam with decoupled weight decay.

The decay is decoupled for every rule, so only its default differs from Adam's.
"""

from dataclasses import replace

from numnet.kernels.rules import adam

RULE = replace(
    adam.RULE,
    code=7,
    kind="AdamW",
    about="Adam with a decoupled weight decay by default.",
    defaults={**adam.DEFAULTS, "weight_decay": 0.01},
    formula="w ← (1 − η λ) w, then Adam's step",
    paper="I. Loshchilov and F. Hutter, 2019, Decoupled weight decay regularization",
    color="#330099",
    marker="p",
    dashes="long",
    chapter=False,
)
