"""A whole training run: epochs, mini-batches, evaluation (evaluation.py) and early stopping, compiled into one call.

The work of a mini-batch is cut into shards of ``SHARD_ROWS`` samples.  Each shard carries its samples forward
and backward on its own, a tile at a time, and leaves a gradient of its own; then the gradients are added in the order
of the shards and the weights updated, in blocks of ``work.weight_block`` weights.  Shards and weight blocks depend on
the batch and the network, never on the number of threads, so neither does a single bit of the result.

All threads of a run make the same call of :func:`train`, each with its number.  Thread 0 decides what comes next and
writes counters and history; shards are dealt out in turn, weight blocks in neighbouring runs; and there is a
barrier wherever one needs what others have written.  One thread may train alone.  Symbols are explained in
``numnet/kernels/records.py``.
"""

import math

import numpy as np

from numnet.cpu.evaluation import add_row, evaluate_share, wants_row
from numnet.cpu.intrinsics.barrier import barrier
from numnet.cpu.intrinsics.simd import lanes, put, put_some, some_lanes, sum_lanes, width
from numnet.cpu.intrinsics.views import matrix, part, vector
from numnet.cpu.layers import backward, forward
from numnet.cpu.updates import (
    apply_rule,
    decay,
    gradient_norm,
    look_ahead,
    reduce_gradient,
    regularise,
    scale_gradient,
)
from numnet.kernels.codes import Accumulator, Counter, Hyper, Option, Phase, Status, Step, Stream
from numnet.kernels.compiler.jit import jit, jit_inline, jit_loop
from numnet.kernels.elementary import cast_like
from numnet.kernels.gradient_clipping import clipping_factor
from numnet.kernels.learning_rate import schedule_factor
from numnet.kernels.random import shuffle, stream_key
from numnet.kernels.records import NAPS
from numnet.kernels.update_rules import looks_ahead, step_constants

MOST_NAPS = 40  # some 4 ms


@jit_loop
def gather(source, order, start, target):
    """target (rows, columns) = rows order[start], order[start + 1], … of source."""
    rows, columns = target.shape
    rest = columns % width(target)
    wide = columns - rest
    for n in range(rows):
        i = order[start + n]
        for j in range(0, wide, width(target)):
            put(lanes(source, (i, j)), target, (n, j))
        if rest > 0:
            put_some(some_lanes(source, (i, wide), rest), target, (n, wide), rest)


@jit_inline
def shard_gradient(layout, option, hyper, theta, samples, work, me, s, start, batch, update):
    """Forward and backward for shard s of the mini-batch that begins at ``start``: fills work.gradient[s]."""
    inputs, outputs = samples.X.shape[1], samples.T.shape[1]
    units, gradient = part(work.units, me, work.threads), part(work.gradient, s, work.shards)
    batch_x, batch_t = part(work.batch, me, work.threads), part(work.target, me, work.threads)
    key = stream_key(option[Option.SEED], Stream.DROPOUT, update)
    first = s * option[Option.SHARD_ROWS]
    last = min(first + option[Option.SHARD_ROWS], batch)
    for row in range(first, last, work.tile):
        rows = min(work.tile, last - row)
        x = matrix(batch_x, 0, rows, inputs)
        t = matrix(batch_t, 0, rows, outputs)
        gather(samples.X, work.order, start + row, x)
        gather(samples.T, work.order, start + row, t)
        forward(layout, theta, x, units, hyper[Hyper.DROPOUT], key, row)
        weight = vector(batch_t, work.tile * outputs, rows if samples.weight.size > 0 else 0)
        if samples.weight.size > 0:
            gather(samples.weight, work.order, start + row, matrix(weight, 0, rows, 1))
        backward(layout, theta, x, t, weight, batch, units, gradient, row > first)
    if s == 0 and (hyper[Hyper.L1] > 0 or hyper[Hyper.L2] > 0):
        regularise(layout, theta, hyper[Hyper.L1], hyper[Hyper.L2], gradient)


@jit_loop
def begin_update(option, hyper, update, total, c):
    """The constants c of step ``update`` + 1."""
    eta = hyper[Hyper.ETA] * schedule_factor(
        option[Option.SCHEDULE],
        update,
        hyper[Hyper.PERIOD],
        hyper[Hyper.FACTOR],
        hyper[Hyper.MULTIPLY],
        hyper[Hyper.WARMUP],
    )
    total[Accumulator.RATE] = eta
    step_constants(option[Option.RULE], hyper, eta, update + 1, total, c)


@jit_inline
def look_ahead_weight_block(run, work, k):
    """Block k of the point where NAG takes its gradient."""
    first = k * work.weight_block
    size = min(work.weight_block, run.theta.size - first)
    w, v = vector(run.theta, first, size), vector(run.state, first, size)
    look_ahead(w, v, work.step[Step.MU], vector(work.point, first, size))


@jit_inline
def sum_weight_block(shards, run, work, k):
    """Block k of the gradient: add the shards' shares, note Σ g²."""
    P, first = run.theta.size, k * work.weight_block
    work.partial[k, 0] = reduce_gradient(
        work.gradient, work.gradient.size // work.shards, shards, first, min(work.weight_block, P - first)
    )


@jit_inline
def update_weight_block(option, hyper, run, work, k, factor):
    """Block k of the weights: decay, clip, step."""
    P, first = run.theta.size, k * work.weight_block
    size = min(work.weight_block, P - first)
    w, g = vector(run.theta, first, size), vector(work.gradient, first, size)
    if hyper[Hyper.WEIGHT_DECAY] > 0:
        decay(w, work.step[Step.KEEP])
    if factor < 1:
        scale_gradient(g, cast_like(w[0], factor))
    s0 = vector(run.state, first, size)  # the rule's memory, up to three values a weight
    s1 = vector(run.state, first + P, size)
    s2 = vector(run.state, first + 2 * P, size)
    apply_rule(option[Option.RULE], w, g, s0, s1, s2, work.step)


@jit_inline
def end_update(run, batch, samples, norm):
    """Advance counters and totals after an update; where the gradient has overflowed there was none."""
    if not math.isfinite(norm):
        run.counter[Counter.STATUS] = Status.DIVERGED
        return
    run.total[Accumulator.NORM_SUM] += norm
    run.total[Accumulator.NORM_COUNT] += 1.0
    run.counter[Counter.UPDATE] += 1
    run.counter[Counter.START] += batch
    if run.counter[Counter.START] == samples:
        run.counter[Counter.START] = 0
        run.counter[Counter.EPOCH] += 1


@jit_loop
def all_finite(w):
    """Whether no value of w (n,) is NaN or infinite: 0 w is 0 for finite values alone."""
    zero, rest = cast_like(w[0], 0), w.size % width(w)
    total = zero * some_lanes(w, w.size - rest, rest)
    for i in range(0, w.size - rest, width(w)):
        total = total + zero * lanes(w, i)
    return sum_lanes(total) == zero


@jit_loop
def begin_epoch(option, theta, counter, total, order):
    """Put the epoch's samples in order; end the run where the weights have overflowed."""
    if not all_finite(theta):
        counter[Counter.STATUS] = Status.DIVERGED
    total[Accumulator.NORM_SUM], total[Accumulator.NORM_COUNT] = 0.0, 0.0
    if option[Option.SHUFFLE]:
        shuffle(order, stream_key(option[Option.SEED], Stream.SHUFFLE, counter[Counter.EPOCH]))
    else:
        for i in range(order.size):
            order[i] = i


@jit_inline
def next_phase(option, hyper, run, samples, work, may_update):
    """The `Phase` that comes now; an update is prepared.  ``may_update``: whether it may begin in this call."""
    counter = run.counter
    if counter[Counter.STATUS] == Status.RUNNING and wants_row(option, run):
        return Phase.EVALUATE
    if counter[Counter.STATUS] == Status.RUNNING and counter[Counter.EPOCH] >= option[Option.EPOCHS]:
        counter[Counter.STATUS] = Status.FINISHED
    if counter[Counter.STATUS] == Status.RUNNING and may_update and counter[Counter.START] == 0:
        begin_epoch(option, run.theta, counter, run.total, work.order)
    if counter[Counter.STATUS] != Status.RUNNING or not may_update:
        return Phase.RETURN
    begin_update(option, hyper, counter[Counter.UPDATE], run.total, work.step)
    return Phase.UPDATE


@jit
def train(layout, option, hyper, run, samples, work, limit, me, threads):
    """Train until ``limit`` samples have passed, or the run ends (run.counter[Counter.STATUS]).

    Shorter where threads only hinder each other: thread 0 has waited for the others in `MOST_NAPS` naps.

    All state is in ``run``, so calling again goes on where the last call stopped, with the same result as one call.
    Called at the same time by all ``threads``, each with its number ``me``; work.barrier_state is 0 before.
    """
    n = samples.X.shape[0]
    weight_blocks = (run.theta.size + work.weight_block - 1) // work.weight_block
    first, last = me * weight_blocks // threads, (me + 1) * weight_blocks // threads  # few cache lines are shared
    passed, barriers = 0, np.int64(0)
    while True:
        if me == 0:
            goes_on = passed < limit and work.barrier_state[NAPS] < MOST_NAPS
            work.phase[0] = next_phase(option, hyper, run, samples, work, goes_on)
        barriers = barrier(work.barrier_state, me, threads, barriers)
        if work.phase[0] == Phase.RETURN:
            return passed
        if work.phase[0] == Phase.EVALUATE:
            for validation in range(2):
                for s in range(me, work.shards, threads):
                    evaluate_share(layout, option, run.theta, samples, work, me, validation, s)
            barriers = barrier(work.barrier_state, me, threads, barriers)
            if me == 0:
                add_row(option, run, samples, work)
            passed += (n + samples.validation_X.shape[0]) // 3
            continue

        start, update = run.counter[Counter.START], run.counter[Counter.UPDATE]
        batch = min(option[Option.BATCH_SIZE], n - start)
        shards = (batch + option[Option.SHARD_ROWS] - 1) // option[Option.SHARD_ROWS]
        point = run.theta
        if looks_ahead(option[Option.RULE]):
            point = work.point
            for k in range(first, last):
                look_ahead_weight_block(run, work, k)
            barriers = barrier(work.barrier_state, me, threads, barriers)
        for s in range(me, shards, threads):
            shard_gradient(layout, option, hyper, point, samples, work, me, s, start, batch, update)
        barriers = barrier(work.barrier_state, me, threads, barriers)
        for k in range(first, last):
            sum_weight_block(shards, run, work, k)
        barriers = barrier(work.barrier_state, me, threads, barriers)
        norm = gradient_norm(work.partial, weight_blocks)
        if math.isfinite(norm):
            factor = clipping_factor(norm, hyper[Hyper.CLIP_NORM])
            for k in range(first, last):
                update_weight_block(option, hyper, run, work, k, factor)
        passed += batch
        barriers = barrier(work.barrier_state, me, threads, barriers)
        if me == 0:
            end_update(run, batch, n, norm)
