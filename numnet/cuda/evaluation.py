"""Loss and metric of a run's samples, a row of the history, the best weights, early stopping: by a group of threads.

As ``numnet/cpu/evaluation.py``.
"""

import math

import numpy as np

from numnet.cuda.device.compile import device, matrix, vector
from numnet.cuda.layers import add_metric, output, output_loss, outputs_of
from numnet.cuda.records import Tile
from numnet.cuda.steps import rate
from numnet.kernels.codes import Accumulator, Column, Counter, Metric, Option, Status


@device
def evaluate(layout, option, theta, X, T, weight, precision, work, group):
    """(Σ E, each sample times its weight, Σ of the metric) over the samples X, T, in tiles."""
    layers, key = len(layout.activations), np.uint64(0)
    inputs, outputs, head = layout.sizes[0], layout.sizes[layers], layout.activations[layers - 1]
    loss, metric = 0.0, 0.0
    for start in range(0, X.shape[0], work.tile):
        rows = min(work.tile, X.shape[0] - start)
        x, t = vector(X, start * inputs, rows * inputs), vector(T, start * outputs, rows * outputs)
        w, t_rows = vector(weight, start, rows), matrix(T, start * outputs, rows, outputs)
        units, gradient, words, x_words = work.units, work.gradient, group.words, bool(0)  # False would be another type
        tile = Tile(rows, x, t, w, theta, units, gradient, rows, start, 0.0, key, 0.0, 0.0, words, x_words)
        group.forward(layout, tile, group)
        net, y = outputs_of(layout, tile)
        output(head, outputs, net, y, group)
        loss += output_loss(head, layout.loss, net, y, t_rows, w, group)
        metric += add_metric(option[Option.METRIC], y, t_rows, precision, group)
        group.barrier()
    loss = group.total(loss, group)
    group.barrier()
    metric = group.total(metric, group)
    group.barrier()
    return loss, metric


@device
def mean_of(metric, samples, outputs, loss, score):
    """(loss, metric) from their sums over so many samples; NaN where there are none."""
    if samples == 0:
        return math.nan, math.nan
    if metric == Metric.R2:
        return loss / samples, 1.0 - score / outputs
    if metric == Metric.LABEL_ACCURACY:
        return loss / samples, score / (samples * outputs)
    return loss / samples, score / samples


@device
def wants_row(chosen, run, epoch):
    """Whether the history gets a row now: before the first update, every so many epochs, and at the end."""
    every = chosen.evaluate_every
    if every == 0:
        return False
    if run.counter[Counter.ROW] > 0 and run.history[run.counter[Counter.ROW] - 1][Column.EPOCH] == epoch:
        return False
    return epoch % every == 0 or epoch == chosen.epochs


@device
def record(layout, option, hyper, run, samples, work, group):
    """A row of the history; keep the best weights; say whether to stop."""
    outputs, m = layout.sizes[len(layout.activations)], samples.validation_X.shape[0]
    row = run.history[run.counter[Counter.ROW]]
    watched = 0.0
    for part in range(2):
        X, T = (samples.X, samples.T) if part == 0 else (samples.validation_X, samples.validation_T)
        weight = samples.weight if part == 0 else samples.validation_weight
        total, score = evaluate(layout, option, run.theta, X, T, weight, samples.precision[part], work, group)
        loss, score = mean_of(option[Option.METRIC], X.shape[0], outputs, total, score)
        watched = loss if part == 0 or m > 0 else watched
        if group.first == 0:
            row[Column.TRAIN_LOSS.value + part], row[Column.TRAIN_METRIC.value + part] = loss, score
    epoch = run.counter[Counter.EPOCH]
    better = watched < run.total[Accumulator.BEST_LOSS] or (epoch == 0 and math.isfinite(watched))
    group.barrier()
    if better:
        for i in range(group.first, run.theta.size, group.step):
            run.best[i] = run.theta[i]
    if group.first == 0:
        complete_row(option, hyper, run, row, better, watched)
    group.barrier()


@device
def complete_row(option, hyper, run, row, better, watched):
    """What thread 0 writes beside losses and metrics: the rest of the row, and where the run stands."""
    counter, total = run.counter, run.total
    epoch, update = counter[Counter.EPOCH], counter[Counter.UPDATE]
    if update > 0:
        total[Accumulator.RATE] = rate(option, hyper, update - 1)
    row[Column.EPOCH], row[Column.STEP] = epoch, update
    row[Column.LEARNING_RATE] = total[Accumulator.RATE]
    row[Column.GRADIENT_NORM] = total[Accumulator.NORM_SUM] / total[Accumulator.NORM_COUNT] if update > 0 else math.nan
    counter[Counter.ROW] += 1
    if better:
        total[Accumulator.BEST_LOSS] = watched
        counter[Counter.BEST_EPOCH] = epoch
    elif option[Option.PATIENCE] > 0 and epoch - counter[Counter.BEST_EPOCH] >= option[Option.PATIENCE]:
        counter[Counter.STATUS] = Status.STOPPED.value
    if not math.isfinite(row[Column.TRAIN_LOSS]):
        counter[Counter.STATUS] = Status.DIVERGED.value
