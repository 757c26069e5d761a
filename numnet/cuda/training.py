"""A whole training run by a group of threads: the names and arguments of ``numnet/cpu/training.py``.

All threads of a group take every branch together: what they decide by is the same for each, since it was read from
memory behind a barrier or comes out of ``group.total``.  Counters and totals are written by thread 0 alone.
"""

import math

import numpy as np

from numnet.cuda.device.compile import device, device_inline, equations, vector
from numnet.cuda.evaluation import record, wants_row
from numnet.cuda.products import split
from numnet.cuda.records import Settings, Tile
from numnet.cuda.steps import begin_updates, constants
from numnet.cuda.updates import apply_rule, decay, look_ahead, scale_gradient
from numnet.kernels import elementary, gradient_clipping, random, update_rules
from numnet.kernels.codes import Accumulator, Counter, Hyper, Option, Status, Step, Stream

cast_like, stream_key = equations(elementary).cast_like, equations(random).stream_key
clipping_factor, looks_ahead = equations(gradient_clipping).clipping_factor, equations(update_rules).looks_ahead


@device
def gather(samples, work, epoch, start, rows, group):
    """Inputs, targets, weights of the samples at ``start``, … of this epoch's order into ``work``; a barrier is due."""
    inputs, outputs = samples.X.shape[1], samples.T.shape[1]
    for i in range(group.first, rows * (inputs + outputs + 1), group.step):
        n, k = split(i, inputs + outputs + 1)
        sample = work.order[epoch, start + n]
        if k < inputs:
            work.batch[n * inputs + k] = samples.X[sample, k]
        elif k < inputs + outputs:
            work.target[n * outputs + k - inputs] = samples.T[sample, k - inputs]
        else:
            work.weight[n] = samples.weight[sample, 0]


@device
def batch_gradient(layout, chosen, theta, samples, work, epoch, start, batch, update, group):
    """work.gradient = of the mini-batch that begins at ``start`` of this epoch's order, whose first tile is there.

    Returns this thread's share of Σ g²; a barrier is due.
    """
    key, squares = np.uint64(0), cast_like(theta[0], 0)
    if chosen.dropout > 0:
        key = stream_key(chosen.seed, Stream.DROPOUT, update)
    for row in range(0, batch, work.tile):
        rows = min(work.tile, batch - row)
        if row > 0:
            group.barrier()
            gather(samples, work, epoch, start + row, rows, group)
            group.barrier()
        x, t, weight, units, gradient = work.batch, work.target, work.weight, work.units, work.gradient
        dropout, l1, l2 = chosen.dropout, chosen.l1, chosen.l2
        tile = Tile(
            rows, x, t, weight, theta, units, gradient, batch, row, dropout, key, l1, l2, group.words, group.words
        )
        squares = group.forward_and_backward(layout, tile, group)
    return squares


@device
def update_weights(chosen, run, work, c, norm, group):
    """Decay, clip, step."""
    P = run.theta.size
    if chosen.weight_decay > 0:
        decay(run.theta, c[Step.KEEP], group)
    factor = clipping_factor(norm, chosen.clip_norm)
    if factor < 1:
        scale_gradient(work.gradient, cast_like(run.theta[0], factor), group)
    s0, s1, s2 = vector(run.state, 0, P), vector(run.state, P, P), vector(run.state, 2 * P, P)
    apply_rule(chosen.rule, run.theta, work.gradient, s0, s1, s2, c, group)


@device
def zero_if_finite(w, group):
    """Σ 0 w over this thread's weights: NaN where one of them is NaN or infinite, for 0 w is 0 for finite w alone."""
    total = cast_like(w[0], 0)
    for i in range(group.first, w.size, group.step):
        total += cast_like(w[0], 0) * w[i]
    return total


@device_inline
def settings(option, hyper, rule):
    """`Settings` of a run; ``rule`` is -1 where ``option`` says it."""
    return Settings(
        option[Option.RULE] if rule < 0 else rule,
        option[Option.SEED],
        option[Option.SHUFFLE],
        option[Option.EPOCHS],
        option[Option.BATCH_SIZE],
        option[Option.EVALUATE_EVERY],
        hyper[Hyper.WEIGHT_DECAY],
        hyper[Hyper.CLIP_NORM],
        hyper[Hyper.L1],
        hyper[Hyper.L2],
        hyper[Hyper.DROPOUT],
    )


@device
def one_update(layout, chosen, run, samples, work, row, start, batch, update, group):
    """The mini-batch at ``start`` of this row of the orders: returns ‖g‖, without a step if it is not finite.

    At the begin of an epoch it is not finite either where the weights have overflowed.  A barrier is due.
    """
    c, point_at = constants(work.step, update), 0
    if looks_ahead(chosen.rule):
        point_at = work.point_at
        look_ahead(run.theta, run.state, c[Step.MU], vector(work.arena, point_at, run.theta.size), group)
        group.barrier()
    point = vector(work.arena, point_at, run.theta.size)
    squares = batch_gradient(layout, chosen, point, samples, work, row, start, batch, update, group)
    if start == 0:
        squares += zero_if_finite(run.theta, group)
    norm = float(math.sqrt(cast_like(squares, group.total(float(squares), group))))
    if math.isfinite(norm):
        update_weights(chosen, run, work, c, norm, group)
    return norm


@device
def save(run, status, epoch, start, update, norms, count, group):
    """What the threads know of where the run stands, into memory; a barrier at the end."""
    if group.first == 0:
        counter, total = run.counter, run.total
        counter[Counter.STATUS], counter[Counter.EPOCH] = status, epoch
        counter[Counter.START], counter[Counter.UPDATE] = start, update
        total[Accumulator.NORM_SUM], total[Accumulator.NORM_COUNT] = norms, count
    group.barrier()


@device
def train(layout, option, hyper, run, samples, work, rule, limit, group):
    """Train until ``limit`` samples have passed, the orders have, or the run ends (run.counter[Counter.STATUS]).

    All state is in ``run``, so calling again goes on where the last call stopped, with the same result as one call.
    The next mini-batch is gathered while the weights are updated.  ``rule``: of all networks of the fleet, or -1.
    """
    chosen, n, m = settings(option, hyper, rule), samples.X.shape[0], samples.validation_X.shape[0]
    counter, total = run.counter, run.total
    status, epoch = counter[Counter.STATUS], counter[Counter.EPOCH]
    start, update = counter[Counter.START], counter[Counter.UPDATE]
    norms, count = total[Accumulator.NORM_SUM], total[Accumulator.NORM_COUNT]
    group.barrier()
    passed, known, gathered = 0, 0, False
    while status == Status.RUNNING:
        if start == 0 and wants_row(chosen, run, epoch):
            save(run, status, epoch, start, update, norms, count, group)
            record(layout, option, hyper, run, samples, work, group)
            status, passed = counter[Counter.STATUS], passed + (n + m) // 3
            group.barrier()  # all have read it before it is saved again
            continue
        if epoch >= chosen.epochs:
            status = Status.FINISHED.value
            break
        row = epoch - work.first_epoch if chosen.shuffle else 0  # of work.order
        if passed >= limit or row >= work.order.shape[0]:
            break
        batch = min(chosen.batch_size, n - start)
        if not gathered:  # the first of this call, for which no constants are known either: a barrier follows
            gather(samples, work, row, start, min(work.tile, batch), group)
        if update >= known:
            known = begin_updates(chosen.rule, option, hyper, update, total, work.step, group)
        norms, count = (0.0, 0.0) if start == 0 else (norms, count)
        norm = one_update(layout, chosen, run, samples, work, row, start, batch, update, group)
        if not math.isfinite(norm):
            status = Status.DIVERGED.value
            break
        norms, count, update, passed, start = norms + norm, count + 1.0, update + 1, passed + batch, start + batch
        if start == n:
            start, epoch = 0, epoch + 1
        row = epoch - work.first_epoch if chosen.shuffle else 0
        gathered = epoch < chosen.epochs and row < work.order.shape[0]  # there is such a mini-batch, and its order
        if gathered:
            gather(samples, work, row, start, min(work.tile, min(chosen.batch_size, n - start)), group)
        group.barrier()
    save(run, status, epoch, start, update, norms, count, group)
