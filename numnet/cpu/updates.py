"""One step of an update rule over a block of weights: a loop a rule.

``w``, ``g`` and ``s0``, ``s1``, ``s2``, all (n,), are views of the same block of parameters, gradient and the rule's
memory.  All but g are overwritten, and of the memory only as much is touched as the rule has.  ``c`` (Step.SIZE,)
holds the step constants in the dtype of w.  Iterations are independent, so each loop becomes vector instructions.
"""

import math

from numnet.cpu.intrinsics.views import vector
from numnet.kernels import update_rules
from numnet.kernels.compiler.chain import written
from numnet.kernels.compiler.jit import jit_inline, jit_loop
from numnet.kernels.elementary import cast_like
from numnet.kernels.update_rules import EQUATIONS, apply_lines


@jit_loop
def decay(w, keep):
    """Decoupled weight decay, before the step: w ← (1 − η λ) w.  I. Loshchilov and F. Hutter, 2019."""
    for i in range(w.size):
        w[i] = keep * w[i]


@jit_loop
def look_ahead(w, v, mu, point):
    """point = w + μ v, all (n,): where NAG takes its gradient."""
    for i in range(w.size):
        point[i] = update_rules.look_ahead(w[i], v[i], mu)


@jit_loop
def scale_gradient(g, factor):
    """g ← factor g, for clipping: R. Pascanu, T. Mikolov and Y. Bengio, 2013, algorithm 1."""
    for i in range(g.size):
        g[i] = factor * g[i]


# w and the rule's memory one step on: ``apply_rule(rule, w, g, s0, s1, s2, c)``, with a loop for each rule.
apply_rule = jit_loop(
    written("apply_rule", "rule, w, g, s0, s1, s2, c", apply_lines("range(w.size)"), __name__, EQUATIONS)
)


@jit_loop
def reduce_gradient(gradient, pitch, shards, first, size):
    """Add the shards' gradients, in their order, over the block first … first + size − 1.

    ``gradient`` holds a gradient every ``pitch`` numbers; the sum is left in the first.  Returns Σ g².
    """
    g = vector(gradient, first, size)
    for s in range(1, shards):
        part = vector(gradient, s * pitch + first, size)
        for i in range(size):
            g[i] += part[i]
    square = g[0] - g[0]
    for i in range(size):
        square += g[i] * g[i]
    return square


@jit_loop
def regularise(layout, theta, l1, l2, gradient):
    """Add l1 sign(W) + l2 W to the gradient of every W; biases stay free."""
    l1, l2, zero = cast_like(theta[0], l1), cast_like(theta[0], l2), cast_like(theta[0], 0)
    for l in range(layout.activations.size):
        for i in range(layout.weights_at[l], layout.biases_at[l]):
            w = theta[i]
            sign = l1 if w > zero else (-l1 if w < zero else zero)
            gradient[i] += sign + l2 * w


@jit_inline
def clipping_factor(norm, clip_norm):
    """min(1, clip_norm / norm)."""
    return clip_norm / norm if norm > clip_norm else 1.0


@jit_inline
def gradient_norm(squares, weight_blocks):
    """√ of the sum of the blocks' Σ g², the first column of ``squares``, in their order."""
    total = 0.0
    for k in range(weight_blocks):
        total += squares[k, 0]
    return math.sqrt(total)
