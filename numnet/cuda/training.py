"""A whole training run by a group of threads: the names and arguments of ``numnet/cpu/training.py``.

All threads of a group take every branch together: what they decide by is the same for each, since it was read from
memory behind a barrier or comes out of ``group.total``.  Counters and totals are written by thread 0 alone.
"""

import math

from numnet.cuda.device import device, device_inline, equations, matrix, vector
from numnet.cuda.layers import add_metric, output, output_loss, outputs_of
from numnet.cuda.products import split
from numnet.cuda.records import Tile
from numnet.cuda.updates import apply_rule, clipping_factor, decay, look_ahead, scale_gradient, sum_of_squares
from numnet.kernels import elementary, random, schedules, update_rules
from numnet.kernels.codes import Column, Counter, Hyper, Metric, Option, Rule, Status, Step, Total

like, dropout_key = equations(elementary).like, equations(random).dropout_key
schedule_factor, step_constants = equations(schedules).schedule_factor, equations(update_rules).step_constants


@device
def gather(source, order, epoch, start, target, group):
    """target (rows, columns) = rows order[epoch, start], order[epoch, start + 1], … of source."""
    rows, columns = target.shape
    for k in range(group.first, rows * columns, group.step):
        n, j = split(k, columns)
        target[n, j] = source[order[epoch, start + n], j]


@device
def batch_gradient(layout, option, hyper, theta, samples, work, epoch, start, batch, update, group):
    """work.gradient = of the mini-batch that begins at ``start`` of this epoch's order; a barrier at the end, too."""
    inputs, outputs = layout.sizes[0], layout.sizes[len(layout.activations)]
    key, dropout = dropout_key(option[Option.SEED], update), hyper[Hyper.DROPOUT]
    l1, l2 = hyper[Hyper.L1], hyper[Hyper.L2]
    for row in range(0, batch, work.tile):
        rows = min(work.tile, batch - row)
        gather(samples.X, work.order, epoch, start + row, matrix(work.batch, 0, rows, inputs), group)
        gather(samples.T, work.order, epoch, start + row, matrix(work.target, 0, rows, outputs), group)
        gather(samples.weight, work.order, epoch, start + row, matrix(work.weight, 0, rows, 1), group)
        group.barrier()
        x, t, weight, units, gradient = work.batch, work.target, work.weight, work.units, work.gradient
        tile = Tile(rows, x, t, weight, theta, units, gradient, batch, row, dropout, key, l1, l2)
        group.forward_and_backward(layout, tile, group)


@device
def rate(option, hyper, update):
    """η of step ``update`` + 1."""
    return hyper[Hyper.ETA] * schedule_factor(
        option[Option.SCHEDULE],
        update,
        hyper[Hyper.PERIOD],
        hyper[Hyper.FACTOR],
        hyper[Hyper.MULTIPLY],
        hyper[Hyper.WARMUP],
    )


@device_inline
def constants(steps, update):
    """The place in ``steps`` of the constants of step ``update`` + 1."""
    size = Step.SIZE.value
    return vector(steps, split(update, steps.size // size)[1] * size, size)


@device
def begin_updates(option, hyper, update, total, steps, group):
    """The constants of the steps after ``update``, one step a thread; returns up to which update they reach.

    Nadam's product of momenta goes from step to step: its constants come one step at a time.
    """
    window = 1 if option[Option.RULE] == Rule.NADAM else steps.size // Step.SIZE.value
    for k in range(group.first, window, group.step):
        c = constants(steps, update + k)
        step_constants(option[Option.RULE], hyper, rate(option, hyper, update + k), update + k + 1, total, c)
    group.barrier()
    return update + window


@device
def update_weights(option, hyper, run, work, c, norm, group):
    """Decay, clip, step."""
    P = run.theta.size
    factor = clipping_factor(norm, hyper[Hyper.CLIP_NORM])
    if hyper[Hyper.WEIGHT_DECAY] > 0:
        decay(run.theta, c[Step.KEEP], group)
    if factor < 1:
        scale_gradient(work.gradient, like(run.theta[0], factor), group)
    s0, s1, s2 = vector(run.state, 0, P), vector(run.state, P, P), vector(run.state, 2 * P, P)
    apply_rule(option[Option.RULE], run.theta, work.gradient, s0, s1, s2, c, group)


@device
def end_update(run, batch, samples, norm, group):
    """Counters and totals after an update."""
    if group.first == 0:
        run.total[Total.NORM_SUM] += norm
        run.total[Total.NORM_COUNT] += 1.0
        run.counter[Counter.UPDATE] += 1
        run.counter[Counter.START] += batch
        if run.counter[Counter.START] == samples:
            run.counter[Counter.START] = 0
            run.counter[Counter.EPOCH] += 1
    group.barrier()


@device
def all_finite(w, group):
    """Whether no value of w (n,) is NaN or infinite: 0 w is 0 for finite values alone."""
    share = 0.0
    for i in range(group.first, w.size, group.step):
        share += 0.0 * w[i]
    return group.total(share, group) == 0.0


@device
def begin_epoch(run, group):
    """Fresh totals; False where the weights have overflowed."""
    sound = all_finite(run.theta, group)
    if group.first == 0:
        run.total[Total.NORM_SUM], run.total[Total.NORM_COUNT] = 0.0, 0.0
    return sound


@device
def evaluate(layout, option, theta, X, T, weight, precision, work, group):
    """(Σ E, each sample times its weight, Σ of the metric) over the samples X, T, in tiles."""
    layers, key = len(layout.activations), dropout_key(0, 0)
    inputs, outputs, head = layout.sizes[0], layout.sizes[layers], layout.activations[layers - 1]
    loss, metric = 0.0, 0.0
    for start in range(0, X.shape[0], work.tile):
        rows = min(work.tile, X.shape[0] - start)
        x, t = vector(X, start * inputs, rows * inputs), vector(T, start * outputs, rows * outputs)
        w, t_rows = vector(weight, start, rows), matrix(T, start * outputs, rows, outputs)
        tile = Tile(rows, x, t, w, theta, work.units, work.gradient, rows, start, 0.0, key, 0.0, 0.0)
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
def record(layout, option, hyper, run, samples, work, group):
    """A row of the history; keep the best weights; say whether to stop."""
    outputs, held = layout.sizes[len(layout.activations)], samples.held_X.shape[0]
    row = run.history[run.counter[Counter.ROW]]
    watched = 0.0
    for part in range(2):
        X, T = (samples.X, samples.T) if part == 0 else (samples.held_X, samples.held_T)
        weight = samples.weight if part == 0 else samples.held_weight
        total, score = evaluate(layout, option, run.theta, X, T, weight, samples.precision[part], work, group)
        loss, score = mean_of(option[Option.METRIC], X.shape[0], outputs, total, score)
        watched = loss if part == 0 or held > 0 else watched
        if group.first == 0:
            row[Column.TRAIN_LOSS.value + part], row[Column.TRAIN_METRIC.value + part] = loss, score
    epoch = run.counter[Counter.EPOCH]
    better = watched < run.total[Total.BEST_LOSS] or (epoch == 0 and math.isfinite(watched))
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
        total[Total.RATE] = rate(option, hyper, update - 1)
    row[Column.EPOCH], row[Column.STEP] = epoch, update
    row[Column.LEARNING_RATE] = total[Total.RATE]
    row[Column.GRADIENT_NORM] = total[Total.NORM_SUM] / total[Total.NORM_COUNT] if update > 0 else math.nan
    counter[Counter.ROW] += 1
    if better:
        total[Total.BEST_LOSS] = watched
        counter[Counter.BEST_EPOCH] = epoch
    elif option[Option.PATIENCE] > 0 and epoch - counter[Counter.BEST_EPOCH] >= option[Option.PATIENCE]:
        counter[Counter.STATUS] = Status.STOPPED.value
    if not math.isfinite(row[Column.TRAIN_LOSS]):
        counter[Counter.STATUS] = Status.DIVERGED.value


@device
def wants_row(option, run):
    """Whether the history gets a row now: before the first update, every so many epochs, and at the end."""
    every, epoch = option[Option.EVALUATE_EVERY], run.counter[Counter.EPOCH]
    if every == 0 or run.counter[Counter.START] != 0:
        return False
    if run.counter[Counter.ROW] > 0 and run.history[run.counter[Counter.ROW] - 1][Column.EPOCH] == epoch:
        return False
    return epoch % every == 0 or epoch == option[Option.EPOCHS]


@device
def one_update(layout, option, hyper, run, samples, work, epoch, known, group):
    """The next mini-batch: returns its size and up to which update constants are known; size 0 after a divergence."""
    start, update = run.counter[Counter.START], run.counter[Counter.UPDATE]
    if start == 0 and not begin_epoch(run, group):
        return 0, known
    batch = min(option[Option.BATCH_SIZE], samples.X.shape[0] - start)
    if update >= known:
        known = begin_updates(option, hyper, update, run.total, work.step, group)
    c = constants(work.step, update)
    point = run.theta
    if option[Option.RULE] == Rule.NAG:
        point = work.point
        look_ahead(run.theta, run.state, c[Step.MU], point, group)
        group.barrier()
    batch_gradient(layout, option, hyper, point, samples, work, epoch, start, batch, update, group)
    norm = math.sqrt(group.total(sum_of_squares(work.gradient, group), group))
    if not math.isfinite(norm):
        return 0, known
    update_weights(option, hyper, run, work, c, norm, group)
    end_update(run, batch, samples.X.shape[0], norm, group)
    return batch, known


@device
def train(layout, option, hyper, run, samples, work, limit, group):
    """Train until ``limit`` samples have passed, the orders have, or the run ends (run.counter[Counter.STATUS]).

    All state is in ``run``, so calling again goes on where the last call stopped, with the same result as one call.
    """
    n, held = samples.X.shape[0], samples.held_X.shape[0]
    passed, known = 0, 0
    first_epoch = run.counter[Counter.EPOCH]
    while run.counter[Counter.STATUS] == Status.RUNNING:
        epoch = run.counter[Counter.EPOCH]
        if wants_row(option, run):
            record(layout, option, hyper, run, samples, work, group)
            passed += (n + held) // 3
            continue
        ended = epoch >= option[Option.EPOCHS]
        shuffled = option[Option.SHUFFLE] != 0
        k = epoch - first_epoch if shuffled else 0  # the epoch's row of work.order
        if ended or passed >= limit or k >= work.order.shape[0]:
            group.barrier()
            if ended and group.first == 0:
                run.counter[Counter.STATUS] = Status.FINISHED.value
            break
        batch, known = one_update(layout, option, hyper, run, samples, work, k, known, group)
        if batch == 0:
            group.barrier()
            if group.first == 0:
                run.counter[Counter.STATUS] = Status.DIVERGED.value
            break
        passed += batch
    group.barrier()
