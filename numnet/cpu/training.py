"""A whole training run: epochs, mini-batches, evaluation and early stopping, compiled into one call.

The work of a mini-batch is cut into shards of ``SHARD_ROWS`` samples.  Each shard carries its samples forward
and backward on its own, a tile at a time, and leaves a gradient of its own; then the gradients are added in the order
of the shards and the weights updated, in stretches of ``STRETCH`` weights.  Shards and stretches depend on the batch
and the network, never on the number of threads, so neither does a single bit of the result.

The parallel loops are thin functions that call the same code as the serial ones, and are compiled only when a
network is large enough to want them.
"""

import math

import numpy as np
from numba import prange

from numnet.cpu.lanes import lanes, put, put_some, some_lanes, width
from numnet.cpu.layers import backward, forward, net_at, output_loss
from numnet.cpu.updates import (
    apply_rule,
    clipping_factor,
    decay,
    gradient_norm,
    look_ahead,
    reduce_gradient,
    regularise,
    scale_gradient,
)
from numnet.cpu.views import matrix, vector
from numnet.kernels.codes import Column, Counter, Hyper, Metric, Option, Rule, Status, Step, Total
from numnet.kernels.elementary import like
from numnet.kernels.jit import jit, jit_inline, jit_loop, jit_parallel, jit_sum
from numnet.kernels.random import dropout_key, shuffle, shuffle_key
from numnet.kernels.records import STRETCH
from numnet.kernels.schedules import schedule_factor
from numnet.kernels.update_rules import step_constants

SHARED_STRETCHES = 4  # from so many on, threads share them
NO_KEY = np.uint64(0)  # evaluation drops no units


@jit_inline
def shard_units(work, s):
    """The part of work.units that belongs to shard s."""
    size = work.units.size // work.shards
    return vector(work.units, s * size, size)


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
def shard_gradient(layout, option, hyper, theta, samples, work, s, start, batch, update):
    """Forward and backward for shard s of the mini-batch that begins at ``start``: fills work.gradient[s]."""
    inputs, outputs = samples.X.shape[1], samples.T.shape[1]
    units, gradient = shard_units(work, s), vector(work.gradient, s * theta.size, theta.size)
    key = dropout_key(option[Option.SEED], update)
    first = s * option[Option.SHARD_ROWS]
    last = min(first + option[Option.SHARD_ROWS], batch)
    for row in range(first, last, work.tile):
        rows = min(work.tile, last - row)
        x = matrix(work.batch, s * work.tile * inputs, rows, inputs)
        t = matrix(work.target, s * work.tile * outputs, rows, outputs)
        gather(samples.X, work.order, start + row, x)
        gather(samples.T, work.order, start + row, t)
        forward(layout, theta, x, units, hyper[Hyper.DROPOUT], key, row)
        backward(layout, theta, x, t, batch, units, gradient, row > first)
    if s == 0 and (hyper[Hyper.L1] > 0 or hyper[Hyper.L2] > 0):
        regularise(layout, theta, hyper[Hyper.L1], hyper[Hyper.L2], gradient)


@jit_loop
def begin_update(option, hyper, update, total, theta, state, c, point):
    """The constants c of step ``update`` + 1; in ``point`` where NAG takes its gradient."""
    rule = option[Option.RULE]
    eta = hyper[Hyper.ETA] * schedule_factor(
        option[Option.SCHEDULE],
        update,
        hyper[Hyper.PERIOD],
        hyper[Hyper.FACTOR],
        hyper[Hyper.MULTIPLY],
        hyper[Hyper.WARMUP],
    )
    total[Total.RATE] = eta
    step_constants(rule, hyper, eta, update + 1, total, c)
    if rule == Rule.NAG:
        look_ahead(theta, vector(state, 0, theta.size), c[Step.MU], point)


@jit_inline
def sum_stretch(shards, run, work, k):
    """Stretch k of the gradient: add the shards' shares, note Σ g²."""
    P, first = run.theta.size, k * STRETCH
    work.partial[k, 0] = reduce_gradient(work.gradient, P, shards, first, min(STRETCH, P - first))


@jit_inline
def update_stretch(option, hyper, run, work, k, factor):
    """Stretch k of the weights: decay, clip, step."""
    P, first = run.theta.size, k * STRETCH
    size = min(STRETCH, P - first)
    w, g = vector(run.theta, first, size), vector(work.gradient, first, size)
    if hyper[Hyper.WEIGHT_DECAY] > 0:
        decay(w, work.step[Step.KEEP])
    if factor < 1:
        scale_gradient(g, like(w[0], factor))
    s0 = vector(run.state, first, size)  # the rule's memory, up to three values a weight
    s1 = vector(run.state, first + P, size)
    s2 = vector(run.state, first + 2 * P, size)
    apply_rule(option[Option.RULE], w, g, s0, s1, s2, work.step)


@jit_inline
def end_update(option, run, batch, samples, norm):
    """Counters and totals after an update."""
    run.total[Total.NORM_SUM] += norm
    run.total[Total.NORM_COUNT] += 1.0
    run.counter[Counter.UPDATE] += 1
    run.counter[Counter.START] += batch
    if run.counter[Counter.START] == samples:
        run.counter[Counter.START] = 0
        run.counter[Counter.EPOCH] += 1


@jit_loop
def all_finite(w):
    """Whether no value of w (n,) is NaN or infinite: 0 w is 0 for finite values alone."""
    zero = like(w[0], 0)
    total = zero
    for i in range(w.size):
        total += zero * w[i]
    return total == zero


@jit_loop
def copy(source, target):
    """target ← source, both (n,)."""
    for i in range(source.size):
        target[i] = source[i]


@jit_loop
def begin_epoch(option, theta, counter, total, order):
    """The epoch's order of samples; an end where the weights have overflowed."""
    if not all_finite(theta):
        counter[Counter.STATUS] = Status.DIVERGED
    total[Total.NORM_SUM], total[Total.NORM_COUNT] = 0.0, 0.0
    if option[Option.SHUFFLE]:
        shuffle(order, shuffle_key(option[Option.SEED], counter[Counter.EPOCH]))
    else:
        for i in range(order.size):
            order[i] = i


@jit_sum
def add_metric(metric, y, t, precision):
    """What the rows add to the metric: right answers, or Σ (y − t)² precision for R²."""
    rows, outputs = y.shape
    total = 0.0
    for n in range(rows):
        if metric == Metric.ACCURACY:
            best, right = 0, 0
            for k in range(1, outputs):
                best = k if y[n, k] > y[n, best] else best
                right = k if t[n, k] > t[n, right] else right
            total += 1.0 if best == right else 0.0
        else:
            for k in range(outputs):
                e = np.float64(y[n, k]) - np.float64(t[n, k])
                if metric == Metric.R2:
                    total += e * e * precision[k]
                else:
                    total += 1.0 if (y[n, k] > 0.5) == (t[n, k] > 0.5) else 0.0
    return total


@jit_inline
def evaluate_share(layout, option, theta, samples, work, part, s):
    """Loss and metric summed over share s of the training (part 0) or validation (1) samples, in tiles."""
    X, T = (samples.X, samples.T) if part == 0 else (samples.held_X, samples.held_T)
    first, last = s * X.shape[0] // work.shards, (s + 1) * X.shape[0] // work.shards
    units = shard_units(work, s)
    loss, metric = 0.0, 0.0
    layers = layout.activations.size
    inputs, outputs = layout.sizes[0], layout.sizes[layers]
    for start in range(first, last, work.tile):
        rows = min(work.tile, last - start)
        x, t = matrix(X, start * inputs, rows, inputs), matrix(T, start * outputs, rows, outputs)
        forward(layout, theta, x, units, 0.0, NO_KEY, start)
        at = net_at(layout, rows, layers)
        net, y = matrix(units, at, rows, outputs), matrix(units, at + rows * outputs, rows, outputs)
        loss += output_loss(layout.activations[layers - 1], layout.loss, net, y, t)
        metric += add_metric(option[Option.METRIC], y, t, samples.precision[part])
    work.partial[s, 0], work.partial[s, 1] = loss, metric


@jit_inline
def mean_of_shares(metric, samples, outputs, work):
    """(loss, metric) from the shares' sums, added in their order; ``metric`` is its code."""
    loss, score = 0.0, 0.0
    for s in range(work.shards):
        loss += work.partial[s, 0]
        score += work.partial[s, 1]
    if metric == Metric.R2:
        return loss / samples, 1.0 - score / outputs if samples > 0 else math.nan
    if metric == Metric.LABEL_ACCURACY:
        return loss / samples, score / (samples * outputs)
    return loss / samples, score / samples


@jit_loop
def record(option, run, row, held):
    """Complete a row of the history; keep the best weights; say whether to stop.  ``held``: validation samples."""
    counter, total = run.counter, run.total
    epoch = counter[Counter.EPOCH]
    row[Column.EPOCH], row[Column.STEP] = epoch, counter[Counter.UPDATE]
    row[Column.LEARNING_RATE] = total[Total.RATE]
    row[Column.GRADIENT_NORM] = total[Total.NORM_SUM] / total[Total.NORM_COUNT]  # NaN before the first update
    counter[Counter.ROW] += 1
    train_loss = row[Column.TRAIN_LOSS]
    watched = row[Column.VALIDATION_LOSS] if held > 0 else train_loss
    if watched < total[Total.BEST_LOSS] or (epoch == 0 and math.isfinite(watched)):
        total[Total.BEST_LOSS] = watched
        counter[Counter.BEST_EPOCH] = epoch
        copy(run.theta, run.best)
    elif option[Option.PATIENCE] > 0 and epoch - counter[Counter.BEST_EPOCH] >= option[Option.PATIENCE]:
        counter[Counter.STATUS] = Status.STOPPED
    if not math.isfinite(train_loss):
        counter[Counter.STATUS] = Status.DIVERGED


@jit_inline
def wants_row(option, run):
    """Whether the history gets a row now: before the first update, every so many epochs, and at the end."""
    every, epoch = option[Option.EVALUATE_EVERY], run.counter[Counter.EPOCH]
    if every == 0 or run.counter[Counter.START] != 0:
        return False
    if run.counter[Counter.ROW] > 0 and run.history[run.counter[Counter.ROW] - 1, Column.EPOCH] == epoch:
        return False
    return epoch % every == 0 or epoch == option[Option.EPOCHS]


# What a parallel loop calls must be compiled on its own: Numba takes stores of code folded into it for dead.
_shard_gradient, _evaluate_share = jit_loop(shard_gradient.py_func), jit_loop(evaluate_share.py_func)
_sum_stretch, _update_stretch = jit_loop(sum_stretch.py_func), jit_loop(update_stretch.py_func)


@jit_parallel
def gradients_in_parallel(layout, option, hyper, theta, samples, work, start, batch, update, shards):
    """All shards of a mini-batch: they write to places of their own."""
    for s in prange(shards):
        _shard_gradient(layout, option, hyper, theta, samples, work, np.int64(s), start, batch, update)


@jit_parallel
def sums_in_parallel(shards, run, work, stretches):
    """All stretches of the gradient: no two share a weight."""
    for k in prange(stretches):
        _sum_stretch(shards, run, work, np.int64(k))


@jit_parallel
def updates_in_parallel(option, hyper, run, work, stretches, factor):
    """All stretches of the weights."""
    for k in prange(stretches):
        _update_stretch(option, hyper, run, work, np.int64(k), factor)


@jit_parallel
def evaluation_in_parallel(layout, option, theta, samples, work, part):
    """All shares of the samples."""
    for s in prange(work.shards):
        _evaluate_share(layout, option, theta, samples, work, part, np.int64(s))


@jit
def train(layout, option, hyper, run, samples, work, limit, parallel):
    """Train until ``limit`` samples have passed, or the run ends (run.counter[Counter.STATUS]).

    All state is in ``run``, so calling again goes on where the last call stopped, with the same result as one call.
    ``parallel`` is None or True: with None, all that concerns threads is pruned before compiling.
    """
    n, held = samples.X.shape[0], samples.held_X.shape[0]
    outputs = samples.T.shape[1]
    stretches = (run.theta.size + STRETCH - 1) // STRETCH
    passed = 0
    while run.counter[Counter.STATUS] == Status.RUNNING:
        if wants_row(option, run):
            row = run.history[run.counter[Counter.ROW]]
            for part in range(2):
                if parallel is None:
                    for s in range(work.shards):
                        evaluate_share(layout, option, run.theta, samples, work, part, s)
                else:
                    evaluation_in_parallel(layout, option, run.theta, samples, work, part)
                loss, metric = mean_of_shares(option[Option.METRIC], n if part == 0 else held, outputs, work)
                row[Column.TRAIN_LOSS + part], row[Column.TRAIN_METRIC + part] = loss, metric
            record(option, run, row, held)
            passed += (n + held) // 3
            continue
        if run.counter[Counter.EPOCH] >= option[Option.EPOCHS]:
            run.counter[Counter.STATUS] = Status.FINISHED
        if passed >= limit or run.counter[Counter.STATUS] != Status.RUNNING:
            break

        start = run.counter[Counter.START]
        if start == 0:
            begin_epoch(option, run.theta, run.counter, run.total, work.order)
            if run.counter[Counter.STATUS] != Status.RUNNING:
                break
        batch = min(option[Option.BATCH_SIZE], n - start)
        shards = (batch + option[Option.SHARD_ROWS] - 1) // option[Option.SHARD_ROWS]
        update = run.counter[Counter.UPDATE]
        begin_update(option, hyper, update, run.total, run.theta, run.state, work.step, work.point)
        point = work.point if option[Option.RULE] == Rule.NAG else run.theta
        if parallel is None:
            for s in range(shards):
                shard_gradient(layout, option, hyper, point, samples, work, s, start, batch, update)
        else:
            gradients_in_parallel(layout, option, hyper, point, samples, work, start, batch, update, shards)
        if parallel is None or stretches < SHARED_STRETCHES:
            for k in range(stretches):
                sum_stretch(shards, run, work, k)
        else:
            sums_in_parallel(shards, run, work, stretches)
        norm = gradient_norm(work.partial, stretches)
        if not math.isfinite(norm):
            run.counter[Counter.STATUS] = Status.DIVERGED
            break
        factor = clipping_factor(norm, hyper[Hyper.CLIP_NORM])
        if parallel is None or stretches < SHARED_STRETCHES:
            for k in range(stretches):
                update_stretch(option, hyper, run, work, k, factor)
        else:
            updates_in_parallel(option, hyper, run, work, stretches, factor)
        end_update(option, run, batch, n, norm)
        passed += batch
    return passed
