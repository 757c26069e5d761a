"""One step of an update rule over a block of weights: a loop a rule.

``w``, ``g`` and ``s0``, ``s1``, ``s2``, all (n,), are views of the same block of parameters, gradient and the rule's
memory.  All but g are overwritten, and of the memory only as much is touched as the rule has.  ``c`` (Step.SIZE,)
holds the step constants in the dtype of w.  Iterations are independent, so each loop becomes vector instructions.
"""

import math

from numnet.cpu.intrinsics.simd import lanes, nothing, some_lanes, sum_lanes, values_of_sum, width
from numnet.cpu.intrinsics.views import vector
from numnet.kernels import gradient_clipping, regularization, update_rules
from numnet.kernels.compiler.codegen import written
from numnet.kernels.compiler.jit import jit_inline, jit_loop
from numnet.kernels.elementary import cast_like
from numnet.kernels.update_rules import EQUATIONS, apply_lines


@jit_loop
def decay(w, keep):
    """w ← (1 − η λ) w, before the step."""
    for i in range(w.size):
        w[i] = regularization.decayed(w[i], keep)


@jit_loop
def look_ahead(w, v, mu, point):
    """point = w + μ v, all (n,): where NAG takes its gradient."""
    for i in range(w.size):
        point[i] = update_rules.look_ahead(w[i], v[i], mu)


@jit_loop
def scale_gradient(g, factor):
    """g ← factor g, for clipping."""
    for i in range(g.size):
        g[i] = gradient_clipping.clipped(g[i], factor)


# w and the rule's memory one step on: ``apply_rule(rule, w, g, s0, s1, s2, c)``, with a loop for each rule.
apply_rule = jit_loop(
    written("apply_rule", "rule, w, g, s0, s1, s2, c", apply_lines("range(w.size)"), __name__, EQUATIONS)
)


@jit_inline
def sum_of_squares(g):
    """Σ g² of g (n,), in an order that does not depend on how many lanes a value has."""
    step = values_of_sum(g) * width(g)
    whole = g.size - g.size % step
    total = nothing(g)
    for first in range(0, step, width(g)):
        squares = nothing(g)
        for i in range(first, whole, step):
            squares = squares + lanes(g, i) * lanes(g, i)
        last = some_lanes(g, whole + first, g.size - whole - first)
        total = total + (squares + last * last)
    return sum_lanes(total)


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
    return sum_of_squares(g)


@jit_loop
def regularise(layout, theta, l1, l2, gradient):
    """Add l1 sign(W) + l2 W to the gradient of every W; biases stay free."""
    l1, l2 = cast_like(theta[0], l1), cast_like(theta[0], l2)
    for l in range(layout.activations.size):
        for i in range(layout.weights_at[l], layout.biases_at[l]):
            slope = regularization.dpenalty(theta[i], l1, l2)
            gradient[i] += slope


@jit_inline
def gradient_norm(squares, weight_blocks):
    """√ of the sum of the blocks' Σ g², the first column of ``squares``, in their order."""
    total = 0.0
    for k in range(weight_blocks):
        total += squares[k, 0]
    return math.sqrt(total)
