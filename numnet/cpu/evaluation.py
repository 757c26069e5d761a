"""Loss and metric of a run's samples as they are, a row of the history, the best weights, early stopping.

The samples are cut into ``work.shards`` shares, whose sums are added in their order.  Symbols are explained in
``numnet/kernels/records.py``.
"""

import math

import numpy as np

from numnet.cpu.intrinsics.views import matrix, part, vector
from numnet.cpu.layers import forward, net_at, tile_loss
from numnet.kernels.codes import Accumulator, Column, Counter, Metric, Option, Status
from numnet.kernels.compiler.jit import jit_inline, jit_loop

NO_KEY = np.uint64(0)  # evaluation drops no units


@jit_loop
def add_metric(metric, y, t, precision):
    """The rows' share of the metric: right answers, or Σ (y − t)² precision for R²."""
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
def evaluate_share(layout, option, theta, samples, work, me, validation, s):
    """Loss and metric summed over share s of the training (``validation`` 0) or validation (1) samples, in tiles."""
    X, T = (samples.X, samples.T) if validation == 0 else (samples.validation_X, samples.validation_T)
    weights = samples.weight if validation == 0 else samples.validation_weight
    first, last = s * X.shape[0] // work.shards, (s + 1) * X.shape[0] // work.shards
    units = part(work.units, me, work.threads)
    loss, metric = 0.0, 0.0
    layers = layout.activations.size
    inputs, outputs = layout.sizes[0], layout.sizes[layers]
    for start in range(first, last, work.tile):
        rows = min(work.tile, last - start)
        x, t = matrix(X, start * inputs, rows, inputs), matrix(T, start * outputs, rows, outputs)
        forward(layout, theta, x, units, 0.0, NO_KEY, start)
        at = net_at(layout, rows, layers)
        y = matrix(units, at + rows * outputs, rows, outputs)
        loss += tile_loss(layout, units, rows, t, vector(weights, start, rows if weights.size > 0 else 0))
        metric += add_metric(option[Option.METRIC], y, t, samples.precision[validation])
    work.partial[s, 2 * validation], work.partial[s, 2 * validation + 1] = loss, metric


@jit_inline
def mean_of_shares(metric, samples, outputs, work, validation):
    """(loss, metric) of the training (``validation`` 0) or validation (1) samples: the shares' sums in order.

    ``metric``: its code.
    """
    loss, score = 0.0, 0.0
    for s in range(work.shards):
        loss += work.partial[s, 2 * validation]
        score += work.partial[s, 2 * validation + 1]
    if metric == Metric.R2:
        return loss / samples, 1.0 - score / outputs if samples > 0 else math.nan
    if metric == Metric.LABEL_ACCURACY:
        return loss / samples, score / (samples * outputs)
    return loss / samples, score / samples


@jit_inline
def wants_row(option, run):
    """Whether the history gets a row now: before the first update, every so many epochs, and at the end."""
    every, epoch = option[Option.EVALUATE_EVERY], run.counter[Counter.EPOCH]
    if every == 0 or run.counter[Counter.START] != 0:
        return False
    if run.counter[Counter.ROW] > 0 and run.history[run.counter[Counter.ROW] - 1, Column.EPOCH] == epoch:
        return False
    return epoch % every == 0 or epoch == option[Option.EPOCHS]


@jit_inline
def add_row(option, run, samples, work):
    """Add a row of the history, from the shares' sums."""
    row, outputs = run.history[run.counter[Counter.ROW]], samples.T.shape[1]
    for validation in range(2):
        rows = samples.X.shape[0] if validation == 0 else samples.validation_X.shape[0]
        loss, metric = mean_of_shares(option[Option.METRIC], rows, outputs, work, validation)
        row[Column.TRAIN_LOSS + validation], row[Column.TRAIN_METRIC + validation] = loss, metric
    record(option, run, row, samples.validation_X.shape[0])


@jit_loop
def record(option, run, row, m):
    """Complete a row of the history; keep the best weights; say whether to stop.  m: validation samples."""
    counter, total = run.counter, run.total
    epoch = counter[Counter.EPOCH]
    row[Column.EPOCH], row[Column.STEP] = epoch, counter[Counter.UPDATE]
    row[Column.LEARNING_RATE] = total[Accumulator.RATE]
    row[Column.GRADIENT_NORM] = total[Accumulator.NORM_SUM] / total[Accumulator.NORM_COUNT]  # NaN before any update
    counter[Counter.ROW] += 1
    train_loss = row[Column.TRAIN_LOSS]
    watched = row[Column.VALIDATION_LOSS] if m > 0 else train_loss
    if watched < total[Accumulator.BEST_LOSS] or (epoch == 0 and math.isfinite(watched)):
        total[Accumulator.BEST_LOSS] = watched
        counter[Counter.BEST_EPOCH] = epoch
        copy(run.theta, run.best)
    elif option[Option.PATIENCE] > 0 and epoch - counter[Counter.BEST_EPOCH] >= option[Option.PATIENCE]:
        counter[Counter.STATUS] = Status.STOPPED
    if not math.isfinite(train_loss):
        counter[Counter.STATUS] = Status.DIVERGED


@jit_loop
def copy(source, target):
    """target ← source, both (n,)."""
    for i in range(source.size):
        target[i] = source[i]
