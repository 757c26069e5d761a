"""``numnet plot gradients``, ``saturation``, ``capacity``: what keeps networks from learning and generalising."""

from pathlib import Path

import click

from numnet.commands import UserError
from numnet.commands.laboratory import QUIET, Parsed, check, numbers_of
from numnet.commands.options import POSITIVE, Activations, Number
from numnet.commands.plot import OUTPUT, load, plot, write
from numnet.commands.progress import progress
from numnet.commands.text import table
from numnet.commands.train import given

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


@plot.command()
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
    from numnet import experiments, figures

    if run is not None:
        (run,) = load([run])
        write(figures.gradients(run), "gradients", output, run)
        return
    grid = {} if rate is None else {"rates": (rate,)}
    found = measured(experiments.gradients, quiet, activations=names, depths=sorted(depths), width=width,
                     epochs=epochs, seeds=seeds, **grid)  # fmt: skip
    click.echo(table(*_gradient_rows(found)))
    click.echo("δ, ∂E/∂W  of layer 1, as a multiple of the last hidden layer's, before training; medians of the seeds")
    write(figures.gradients(found), "gradients", output)


def _gradient_rows(found):
    """Header and rows of the table: a row a network."""
    import numpy as np

    header = ("network", "rate", "δ of layer 1", "∂E/∂W of layer 1", "loss at the end", "accuracy", "diverged")
    rows = []
    for stack in found.stacks.values():
        ratios = [np.median([own[0, 0] / own[0, -2] for own in sizes]) for sizes in (
            [norms.delta for norms in stack.norms], [norms.gradient for norms in stack.norms])]  # fmt: skip
        loss = stack.loss[np.isfinite(stack.loss[:, -1]), -1]
        ends = f"{np.median(loss):.2g} ({loss.min():.2g} to {loss.max():.2g})" if len(loss) else "–"
        rows.append((f"{stack.activation}, {stack.depth} hidden", f"{stack.rate:g}",
                     *(f"× {ratio:.2g}" for ratio in ratios), ends,
                     f"{100 * np.median(stack.accuracy):.0f} %", f"{stack.diverged}/{found.seeds}"))  # fmt: skip
    return header, rows


@plot.command()
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
    from numnet import experiments, figures
    from numnet.figures.stalls import arrival

    found = measured(experiments.saturation, quiet, wrong=wrong, rate=rate, hidden=hidden, updates=updates, seeds=seeds)
    rows = [(f"{escape.loss_name}, {'its best rate' if escape.tuned else 'the same rate'}", f"{escape.rate:g}",
             f"{escape.slope[:, 0].mean():.2g}", f"{escape.gradient[:, 0].mean():.2g}", arrival(escape))
            for escape in found.escapes]  # fmt: skip
    click.echo(table(("loss", "rate", "f′ at the start", "gradient", f"in {updates} updates"), rows))
    write(figures.saturation(found), "saturation", output)


@plot.command()
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
    from numnet import experiments, figures

    found = measured(experiments.capacity, quiet, n=n, noise=noise, width=width, epochs=epochs, seeds=seeds)
    click.echo(table(("fit", "training error", "validation error", "quartiles"), _capacity_rows(found)))
    click.echo(_verdict(found))
    write(figures.capacity(found), "capacity", output)


def _capacity_rows(found):
    """Too small, right, too large; and the overfitted network with every remedy."""
    chosen = [(f"{word} {errors.values[k]:g}", errors, k)
              for word, errors in (("width", found.widths), ("degree", found.degrees))
              for k in (0, errors.best, -1)]  # fmt: skip
    chosen += [(f"width {found.width}, {name}" + f" {errors.values[errors.best]:g}" * (name != "early stopping"),
                errors, errors.best) for name, errors in found.remedies.items()]  # fmt: skip
    return list(dict.fromkeys(_capacity_row(*one) for one in chosen))


def _capacity_row(label, errors, k):
    import numpy as np

    low, middle, high = np.percentile(errors.validation[:, k], (25, 50, 75))
    return label, f"{np.median(errors.train[:, k]):.3g}", f"{middle:.3g}", f"{low:.3g} to {high:.3g}"


def _verdict(found):
    """Whether more capacity always costs validation error, as measured."""
    import numpy as np

    lines = []
    for word, errors in (("width", found.widths), ("degree", found.degrees)):
        middle, values = np.median(errors.validation, axis=0), errors.values
        worst = errors.best + int(middle[errors.best :].argmax())
        if errors.best == len(values) - 1:
            lines.append(f"{word:<10}the validation error is least at {values[-1]:g}, the largest that was tried")
            continue
        ends = (f"and grows from there on, to {middle[-1]:.2g} at {values[-1]:g}" if worst == len(values) - 1 else
                f"worst past that at {values[worst]:g}, and lower again at {values[-1]:g}")  # fmt: skip
        lines.append(f"{word:<10}the validation error is least at {values[errors.best]:g}, {ends}")
    return "\n".join(lines)
