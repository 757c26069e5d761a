"""Walks down a surface E(x, y) by the update rules that train networks, compiled into one call.

One walk is a serial loop over its steps; walks do not know of each other, so blocks of them may run on any thread,
and no bit of a walk depends on which.
"""

import math

import numpy as np

from numnet.cpu.intrinsics.views import matrix, vector
from numnet.cpu.updates import apply_rule, decay, look_ahead
from numnet.kernels import expressions
from numnet.kernels.codes import Accumulator, Event, Hyper, Op, Step, Stream
from numnet.kernels.compiler.codegen import written
from numnet.kernels.compiler.jit import jit, jit_inline, jit_loop
from numnet.kernels.learning_rate import schedule_factor
from numnet.kernels.random import normal, stream_key
from numnet.kernels.surfaces import EQUATIONS, surface_lines
from numnet.kernels.update_rules import looks_ahead, step_constants

FAR = 1e6  # a walk that gets so far from 0, in x or y, has diverged
NUDGE = 1e-3  # how far beside a walk that is stuck we look whether the surface goes down
# A walk's scratch: w, w before the step, NAG's look-ahead, g, the memory's three slots: two values each; then
_CONSTANTS = 14
_TOTAL = _CONSTANTS + int(Step.SIZE)
_TAPE = _TOTAL + int(Accumulator.SIZE)


def make_scratch(surface):
    """Scratch (n,) float64 for one walk at a time on this surface."""
    return np.zeros(_TAPE + 3 * len(surface.program))


@jit_loop
def expression(surface, tape, x, y):
    """(E, ∂E/∂x, ∂E/∂y) of a reader's expression.

    ``tape`` (3 n,): of each line its value and its two derivatives; the last line is E.
    """
    lines = surface.program.shape[0]
    tape = matrix(tape, 0, lines, 3)
    for i in range(lines):
        op, j, k = surface.program[i, 0], surface.program[i, 1], surface.program[i, 2]
        if op == Op.CONSTANT:
            tape[i, 0], tape[i, 1], tape[i, 2] = surface.constants[i], 0.0, 0.0
        elif op == Op.X:
            tape[i, 0], tape[i, 1], tape[i, 2] = x, 1.0, 0.0
        elif op == Op.Y:
            tape[i, 0], tape[i, 1], tape[i, 2] = y, 0.0, 1.0
        elif op <= Op.DIVIDE:
            tape[i, 0], da, db = expressions.of_two(op, tape[j, 0], tape[k, 0])
            for d in range(1, 3):
                tape[i, d] = expressions.chain(da, tape[j, d]) + expressions.chain(db, tape[k, d])
        else:
            tape[i, 0], da = expressions.of_one(op, tape[j, 0], surface.constants[i])
            for d in range(1, 3):
                tape[i, d] = expressions.chain(da, tape[j, d])
    return tape[lines - 1, 0], tape[lines - 1, 1], tape[lines - 1, 2]


# (E, ∂E/∂x, ∂E/∂y) at (x, y): ``slope(surface, tape, x, y)``; ``tape`` is scratch of an expression.
slope = jit_loop(
    written("slope", "surface, tape, x, y", surface_lines(), __name__, {"expression": expression, **EQUATIONS})
)


@jit
def evaluate(surface, x, y, value, gradient, scratch):
    """value (n,) and gradient (n, 2) at the points x (n,), y (n,)."""
    for i in range(x.size):
        value[i], gradient[i, 0], gradient[i, 1] = slope(surface, scratch, x[i], y[i])


@jit_inline
def begin_step(walks, r, k, hyper, total, c):
    """The step constants of step k + 1 of walk r."""
    factor = schedule_factor(
        walks.schedule[r], k, hyper[Hyper.PERIOD], hyper[Hyper.FACTOR], hyper[Hyper.MULTIPLY], hyper[Hyper.WARMUP]
    )
    step_constants(walks.rule[r], hyper, hyper[Hyper.ETA] * factor, k + 1, total, c)


@jit
def constants(walks, r, table, total):
    """table (S, Step.SIZE): the step constants of all steps of walk r."""
    hyper = vector(walks.hyper, r * Hyper.SIZE, Hyper.SIZE)
    for k in range(table.shape[0]):
        begin_step(walks, r, k, hyper, total, table[k])


@jit_inline
def distance(dx, dy):
    """√(dx² + dy²); within FAR nothing overflows, and the C library's hypot takes as long as the rest of a step."""
    return math.sqrt(dx * dx + dy * dy)


@jit_loop
def observe(surface, walks, r, t, x, y, E):
    """Record that walk r is at (x, y) after t steps, and the events that this means."""
    event, limits = walks.event[r], surface.limits
    if t < walks.path.shape[1]:
        walks.path[r, t, 0], walks.path[r, t, 1], walks.value[r, t] = x, y, E
    walks.end[r, 0], walks.end[r, 1], walks.end[r, 2] = x, y, E
    outside = x < limits[0] or x > limits[1] or y < limits[2] or y > limits[3]
    if outside and event[Event.LEFT] < 0:
        event[Event.LEFT] = t
    if event[Event.ESCAPED] < 0 and E < surface.escape:
        event[Event.ESCAPED] = t
    arrived = False
    for k in range(surface.minima.shape[0]):
        arrived = arrived or distance(x - surface.minima[k, 0], y - surface.minima[k, 1]) <= surface.tolerance
    if not arrived:
        event[Event.CONVERGED] = -1
    elif event[Event.CONVERGED] < 0:
        event[Event.CONVERGED] = t


@jit_loop
def remember(walks, r, k, g, memory):
    """Keep the gradient g (2,) of step k + 1 and the memory (6,) after it."""
    if k < walks.gradient.shape[1]:
        for i in range(2):
            walks.gradient[r, k, i] = g[i]
            for slot in range(3):
                walks.state[r, k, slot, i] = memory[2 * slot + i]


@jit_loop
def hold(walks, r, k):
    """Fill the rest of walk r, which has diverged in step k + 1, with the last finite values."""
    for t in range(k + 1, walks.path.shape[1]):
        walks.value[r, t] = walks.value[r, k]
        for i in range(2):
            walks.path[r, t, i] = walks.path[r, k, i]
    for t in range(k, walks.gradient.shape[1]):
        for i in range(2):
            walks.gradient[r, t, i] = walks.gradient[r, k - 1, i] if k > 0 else 0.0
            for slot in range(3):
                walks.state[r, t, slot, i] = walks.state[r, k - 1, slot, i] if k > 0 else 0.0


@jit_inline
def sound(w, E, g, memory):
    """Whether w, E, g and the memory are finite, and w within FAR."""
    size = abs(E) + abs(g[0]) + abs(g[1])
    for i in range(memory.size):
        size += abs(memory[i])
    return size < math.inf and abs(w[0]) < FAR and abs(w[1]) < FAR


@jit_loop
def is_stuck(surface, tape, w, i):
    """Whether the surface goes down beside w (2,) in direction i, of which the walk never had a gradient."""
    x, y, dx, dy = w[0], w[1], NUDGE * (1 - i), NUDGE * i
    here = slope(surface, tape, x, y)[0]
    return slope(surface, tape, x + dx, y + dy)[0] < here or slope(surface, tape, x - dx, y - dy)[0] < here


@jit_loop
def walk(surface, walks, r, scratch):
    """Walk r from its start to its end, or to where it diverges; ``scratch`` as of :func:`make_scratch`."""
    w, before, point, g = vector(scratch, 0, 2), vector(scratch, 2, 2), vector(scratch, 4, 2), vector(scratch, 6, 2)
    memory, tape = vector(scratch, 8, 6), vector(scratch, _TAPE, scratch.size - _TAPE)
    v, s1, s2 = vector(memory, 0, 2), vector(memory, 2, 2), vector(memory, 4, 2)
    c, total = vector(scratch, _CONSTANTS, Step.SIZE), vector(scratch, _TOTAL, Accumulator.SIZE)
    hyper = vector(walks.hyper, r * Hyper.SIZE, Hyper.SIZE)
    rule, event = walks.rule[r], walks.event[r]
    for i in range(memory.size):
        memory[i] = 0.0
    w[0], w[1] = walks.start[r, 0], walks.start[r, 1]
    E, dx, dy = slope(surface, tape, w[0], w[1])
    observe(surface, walks, r, 0, w[0], w[1], E)
    level_x, level_y = walks.steps > 0, walks.steps > 0
    for k in range(walks.steps):
        begin_step(walks, r, k, hyper, total, c)
        if looks_ahead(rule):
            look_ahead(w, v, c[Step.MU], point)
            E, dx, dy = slope(surface, tape, point[0], point[1])
        g[0], g[1] = dx, dy
        if walks.noise[r] > 0:
            key = stream_key(walks.seed[r], Stream.NOISE, k)
            for i in range(2):
                g[i] += walks.noise[r] * normal(key, i)
        level_x, level_y = level_x and g[0] == 0, level_y and g[1] == 0
        before[0], before[1] = w[0], w[1]
        if hyper[Hyper.WEIGHT_DECAY] > 0:
            decay(w, c[Step.KEEP])
        apply_rule(rule, w, g, v, s1, s2, c)
        E, dx, dy = slope(surface, tape, w[0], w[1])
        if not sound(w, E, g, memory):
            event[Event.DIVERGED] = k + 1
            event[Event.CONVERGED] = -1
            hold(walks, r, k)
            return
        if event[Event.ESCAPED] < 0:
            walks.longest[r] = max(walks.longest[r], distance(w[0] - before[0], w[1] - before[1]))
        observe(surface, walks, r, k + 1, w[0], w[1], E)
        remember(walks, r, k, g, memory)
    if (level_x and is_stuck(surface, tape, w, 0)) or (level_y and is_stuck(surface, tape, w, 1)):
        event[Event.STUCK] = 1


@jit
def walk_block(surface, walks, first, last, scratch):
    """Walks first … last − 1, one after the other, in the same scratch."""
    for r in range(first, last):
        walk(surface, walks, r, scratch)
