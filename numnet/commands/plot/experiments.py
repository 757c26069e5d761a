"""``numnet plot anatomy``, ``optimizers``, ``batches``: rules from the inside, and what they do to real trainings."""

from pathlib import Path

import click

from numnet.commands.base import Command, UserError
from numnet.commands.options.types import POSITIVE, Activations, Number, Parsed, numbers_of
from numnet.commands.output.call_words import given
from numnet.commands.output.experiment_tables import capacity_rows, capacity_verdict, gradient_table
from numnet.commands.output.progress import progress
from numnet.commands.output.text import table
from numnet.commands.plot.output import OUTPUT, QUIET, SEED, check, load, write


@click.command(cls=Command)
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.01,
    show_default=True,
    help="Of the samples in which a rare feature is not 0.",
)
@click.option("-n", "--n", type=click.IntRange(10, 100_000), default=2000, show_default=True, help="Samples.")
@click.option("--batch-size", type=click.IntRange(1), default=20, show_default=True, help="Samples an update.")
@click.option("--epochs", type=click.IntRange(1, 1000), default=20, show_default=True, help="Passes over the data.")
@SEED
@QUIET
@OUTPUT
def optimizers(share, n, batch_size, epochs, seed, quiet, output):
    """Adagrad against RMSProp against Adam on inputs some of which are nearly always 0, with sgd beside them.

    A linear unit is trained on four frequent and four rare features. The figure shows the effective rate of each
    weight over time, the loss, how far the weights of the rare features are from the truth, and the schedules. Every
    rule has the rate, of a grid, that leaves the least loss over the last quarter of the epochs.

    \b
    Example:
      numnet plot optimizers --share 0.02 -o rare.png
    """
    if n * epochs > 2_000_000 or epochs * -(-n // batch_size) > 50_000:
        raise UserError(
            "--n, --epochs: at most 2000000 samples and 50000 updates in all; take fewer, or larger batches"
        )
    check(output)
    from numnet import figures
    from numnet.experiments.rare_features import rare_features

    with progress(4, quiet, "rule") as bar:
        found = rare_features(n=n, share=share, batch_size=batch_size, epochs=epochs, seed=seed,
                              progress=lambda done, count: bar.update(done, "", done == count))  # fmt: skip
    click.echo(table(("rule", "rate", "loss", "rare weights off by"), [
        (name, f"{run.optimizer.learning_rate:g}", f"{run.loss[-1]:.4g}", f"{run.missing[-1, 1]:.2g}")
        for name, run in found.runs.items()
    ]))  # fmt: skip
    write(figures.optimizers(found), "optimizers", output)


@click.command(cls=Command)
@click.option(
    "-n", "--n", type=click.IntRange(4, 100_000), default=1000, show_default=True, help="Samples whose paths are drawn."
)
@click.option("--batch-size", type=click.IntRange(2), default=32, show_default=True, help="Of the mini-batches.")
@click.option("--epochs", type=click.IntRange(1, 1000), default=20, show_default=True, help="Passes over the data.")
@click.option(
    "--sizes",
    type=Parsed("n,n,...", numbers_of(int, least=4)),
    default="100,1000,10000",
    show_default=True,
    help="Numbers of samples for which updates and time to the target are measured.",
)
@click.option(
    "--start",
    type=Parsed("w,b", numbers_of(float, 2)),
    default="-1,2",
    show_default=True,
    help="The two weights before training.",
)
@SEED
@QUIET
@OUTPUT
def batches(n, batch_size, epochs, sizes, start, seed, quiet, output):
    """Batch, mini-batch and stochastic gradient descent on the same two weights, from the same start.

    Drawn are the three paths over the contours of the error, the loss against epochs, updates and time, the variance
    of the gradient against the size of the mini-batch, and which kind is soonest at a target for which number of
    samples: measured here and now, on one thread, each kind at the rate of a grid that needs the fewest updates.

    \b
    Example:
      numnet plot batches
      numnet plot batches --n 200 --batch-size 16 --sizes 200,20000
    """
    if len(sizes) > 5 or max(sizes) > 1_000_000:
        raise UserError("--sizes takes at most 5 numbers up to 1000000")
    if n * epochs > 5_000_000:
        raise UserError("--n, --epochs: at most 5000000 samples in all; take fewer")
    check(output)
    from numnet import figures
    from numnet.experiments.batches import batches as experiment
    from numnet.figures.experiments.batches import arrival_rows

    with progress(len({*sizes, n}), quiet, "size") as bar:
        found = experiment(n, batch_size, epochs, sizes, start, seed,
                           progress=lambda done, count: bar.update(done, "", done == count))  # fmt: skip
    header, *rows = arrival_rows(found)
    click.echo(table(header, rows))
    write(figures.batches(found), "batches", output)


SEEDS = click.IntRange(1, 100)


def seeds(default):
    """The option --seeds."""
    return click.option(
        "--seeds", type=SEEDS, default=default, show_default=True, help="Of weights and samples: 0, 1, 2, …"
    )


def measured(experiment, quiet, **options):
    """What an experiment finds, while its progress is shown in percent."""
    with progress(100, quiet, "percent") as bar:
        return experiment(**options, progress=lambda done, count: bar.update(100 * done // count, "", done == count))


@click.command(cls=Command)
@click.argument("run", required=False, type=click.Path(path_type=Path))
@click.option(
    "--activations",
    type=Activations(),
    default="sigmoid,tanh,relu",
    show_default=True,
    help="Of the hidden layers; a column each.",
)
@click.option(
    "--depths",
    type=Parsed("n,n,...", numbers_of(int, least=1)),
    default="2,5,10",
    show_default=True,
    help="Numbers of hidden layers.",
)
@click.option("--width", type=click.IntRange(1, 256), default=16, show_default=True, help="Units of every layer.")
@click.option("--epochs", type=click.IntRange(1, 1000), default=100, show_default=True, help="Of every training.")
@click.option("--rate", type=POSITIVE, help="One learning rate for all.  [default: the best of a grid, for each]")
@seeds(5)
@QUIET
@OUTPUT
@click.pass_context
def gradients(context, run, activations, depths, width, epochs, rate, seeds, quiet, output):
    """How much of the error reaches which layer: the sizes of δ and ∂E/∂W, layer by layer, over training.

    Without a RUN the experiment: networks of growing depth on the same data, from the same seeds, sigmoid against tanh
    against ReLU; plain descent, each at the rate of a grid with the least loss, found with seeds that are not shown. Of
    a RUN its own layers, at its snapshots, over at most 256 rows of its training part.

    \b
    Example:
      numnet plot gradients
      numnet plot gradients --depths 3,20 --seeds 10
      numnet plot gradients runs/spiral-1
    """
    check(output)
    own = given(context, {"activations", "depths", "width", "epochs", "rate", "seeds"})
    if run is not None and own:
        raise UserError(f"{own[0]} is of the experiment; leave it away, or the run {run}")
    names = (activations,) if isinstance(activations, str) else activations
    if len(set(names)) < len(names) or len(names) > 5 or len(set(depths)) < len(depths) or len(depths) > 5:
        raise UserError("--activations, --depths: at most 5 of each, all different")
    if max(depths) * epochs * width**2 > 20_000_000:
        raise UserError("--depths, --epochs, --width: so many layers of such a width take minutes; take fewer")
    from numnet import figures
    from numnet.experiments.gradients import gradients as experiments_gradients

    if run is not None:
        (run,) = load([run])
        write(figures.gradients(run), "gradients", output, run)
        return
    grid = {} if rate is None else {"rates": (rate,)}
    found = measured(experiments_gradients, quiet, activations=names, depths=sorted(depths), width=width,
                     epochs=epochs, seeds=seeds, **grid)  # fmt: skip
    click.echo(table(*gradient_table(found)))
    click.echo("δ, ∂E/∂W  of layer 1, as a multiple of the last hidden layer's, before training; medians of the seeds")
    write(figures.gradients(found), "gradients", output)


@click.command(cls=Command)
@click.option(
    "--wrong",
    type=Number(0.5, 1, min_open=True, max_open=True),
    default=0.99,
    show_default=True,
    help="Mean probability of the wrong class at the start.",
)
@click.option("--rate", type=POSITIVE, default=0.5, show_default=True, help="The rate that both have at first.")
@click.option("--hidden", type=click.IntRange(1, 256), default=8, show_default=True, help="Units of the hidden layer.")
@click.option("--updates", type=click.IntRange(1, 50_000), default=2000, show_default=True, help="Of every training.")
@seeds(5)
@QUIET
@OUTPUT
def saturation(wrong, rate, hidden, updates, seeds, quiet, output):
    """Mse against cross-entropy, from the same start: a sigmoid output that is sure and wrong.

    The network has learned the opposite of the data. Drawn are loss, output, f′(net) and the norm of the gradient over
    the updates, of both losses at the same rate, and of each at the best rate of a grid.

    \b
    Example:
      numnet plot saturation
      numnet plot saturation --wrong 0.999 -o sure.png
    """
    check(output)
    from numnet import figures
    from numnet.experiments.saturation import saturation as experiments_saturation
    from numnet.figures.experiments.saturation import arrival

    found = measured(experiments_saturation, quiet, wrong=wrong, rate=rate, hidden=hidden, updates=updates, seeds=seeds)
    rows = [(f"{escape.loss_name}, {'its best rate' if escape.tuned else 'the same rate'}", f"{escape.rate:g}",
             f"{escape.slope[:, 0].mean():.2g}", f"{escape.gradient[:, 0].mean():.2g}", arrival(escape))
            for escape in found.escapes]  # fmt: skip
    click.echo(table(("loss", "rate", "f′ at the start", "gradient", f"in {updates} updates"), rows))
    write(figures.saturation(found), "saturation", output)


@click.command(cls=Command)
@click.option("-n", "--n", type=click.IntRange(8, 320), default=20, show_default=True, help="Samples to learn from.")
@click.option("--noise", type=Number(0, 10), default=0.3, show_default=True, help="Standard deviation of their noise.")
@click.option(
    "--width",
    type=click.IntRange(2, 256),
    default=64,
    show_default=True,
    help="Units of the network that is too large.",
)
@click.option("--epochs", type=click.IntRange(1, 50_000), default=6000, show_default=True, help="Of every training.")
@seeds(8)
@QUIET
@OUTPUT
def capacity(n, noise, width, epochs, seeds, quiet, output):
    """One noisy curve, fitted by what is too small, right and too large; and what helps the overfitted network.

    Networks are trained, polynomials solved for by least squares. Training and validation error against width, degree,
    number of samples and λ; early stopping, L2, L1 and dropout, each of the strength that is best on 20 more samples.
    The validation error is that of 500 fresh samples.

    \b
    Example:
      numnet plot capacity
      numnet plot capacity --n 40 --noise 0.5 -o noisy.png
    """
    check(output)
    if width * epochs * seeds > 20_000_000:
        raise UserError("--width, --epochs, --seeds: all that takes minutes; take fewer")
    from numnet import figures
    from numnet.experiments.capacity import capacity as experiments_capacity

    found = measured(experiments_capacity, quiet, n=n, noise=noise, width=width, epochs=epochs, seeds=seeds)
    click.echo(table(("fit", "training error", "validation error", "quartiles"), capacity_rows(found)))
    click.echo(capacity_verdict(found))
    write(figures.capacity(found), "capacity", output)
