"""What may be said of pictures of single trainings, races and rules.  For the tests."""

import re

import numpy as np

import numnet
from numnet import figures
from numnet.analysis.layers import layers
from numnet.figures.drawing.run_labels import outputs, settings
from numnet.figures.runs.boundary import _wrong
from tests.support.claims import says, word


def scores(axes):
    """The percentages in the titles of panels."""
    return [float(re.search(r"([\d.]+) %$", ax.get_title(loc="left"))[1]) for ax in axes]


@says("spiral-boundary.png")
def _(gallery):
    return [f"{word(gallery.run('spiral').network.sizes[-1])} classes"]


@says("spiral-convergence.png")
def _(gallery):
    history = gallery.run("spiral").history
    assert history.best_epoch == history.epoch[np.argmin(history.validation_loss)]
    return [f"the weights of epoch {history.best_epoch} are kept"]


@says("sine-boundary.png")
def _(gallery):
    return [f"Regression with {word(gallery.run('sine').network.sizes[0])} input"]


@says("bumps-boundary.png")
def _(gallery):
    run = gallery.run("bumps")
    x = np.linspace(-2, 2, 81)
    y = outputs(run, np.stack(np.meshgrid(x, x), axis=-1).reshape(-1, 2)).reshape(81, 81)
    around = np.stack([np.roll(y, shift, (0, 1)) for shift in ((1, 0), (-1, 0), (0, 1), (0, -1))])[:, 1:-1, 1:-1]
    inside, span = y[1:-1, 1:-1], np.ptp(y)
    hills = ((inside > around).all(axis=0) & (inside > y.min() + 0.6 * span)).sum()
    hollows = ((inside < around).all(axis=0) & (inside < y.min() + 0.2 * span)).sum()
    assert hollows == 1
    return [f"{word(run.network.sizes[0])} inputs", f"{word(hills)} hills and a hollow"]


@says("iris-boundary.png")
def _(gallery):
    run = gallery.run("iris")
    wrong = np.concatenate(list(_wrong(run, run.data()).values()))
    return [f"{word(run.network.sizes[0])} inputs", f"are ringed: {wrong.sum()} of {len(wrong)}"]


@says("spiral-training.gif")
def _(gallery):
    history = gallery.run("spiral").history
    rise = history.train_metric[30] - history.train_metric[0]
    assert rise > 0.9 * (history.train_metric[-1] - history.train_metric[0])
    return ["Most happens before epoch 30"]


@says("xor-network.png")
def _(gallery):
    run = gallery.run("xor")
    X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    first = [tuple(column) for column in (layers(run, X)[1][0] > 0.5).T.astype(int)]
    assert sorted(first) == [(0, 0, 0, 1), (0, 1, 1, 1)] or sorted(first) == [(1, 0, 0, 0), (1, 1, 1, 0)]
    return ["no only to (1, 1)", "yes only to (0, 0)"]


@says("digits-network.png")
def _(gallery):
    return [f"{gallery.run('digits').network.sizes[0]} inputs are too many"]


@says("digits-neurons.png")
def _(gallery):
    return [f"the weights of its {gallery.run('digits').network.sizes[0]} pixels"]


@says("xor-hidden.png")
def _(gallery):
    run = gallery.run("xor")
    before, after = scores(figures.hidden(run))
    assert after == 100
    return [f"no straight cut of the square has more than {before:.0f} % right",
            f"{word(run.network.sizes[1])} hidden units"]  # fmt: skip


@says("circles-hidden.png")
def _(gallery):
    units = word(gallery.run("circles").network.sizes[1])
    return [f"{units} units fold the plane up at {units} corners"]


@says("spiral-hidden.png")
def _(gallery):
    return ["{:.0f} %, then {:.0f} %, then {:.0f} %".format(*scores(figures.hidden(gallery.run("spiral"))))]


@says("rules-convergence.png")
def _(gallery):
    runs = [gallery.run(f"run-{k}") for k in (1, 2, 3)]
    assert all(run.history.updates == run.history.epoch[-1] for run in runs)
    return [f"{word(len({run.config['optimizer']['name'] for run in runs}))} update rules"]


@says("rules-landscape.png")
def _(gallery):
    return [f"{word(len({gallery.run(f'walk-{k}').config['optimizer']['name'] for k in (1, 2, 3)}))} rules"]


@says("bowl-landscape.png")
def _(gallery):
    return [f"{word(gallery.run('bowl').network.parameters.size)} weights"]


@says("anatomy-adam.png")
def _(gallery):
    adam = numnet.Adam()
    bias = 1 / (1 - adam.beta2), (1 - adam.beta1) / np.sqrt(1 - adam.beta2)  # v̂ / v, and steps without and with it
    assert round(bias[0]) == 1000 and round(bias[1]) == 3
    return ["a thousand times v", "three times as long"]


@says("beale-race.png")
def _(gallery):
    race = numnet.race("beale")
    (sgd,) = (r for r, optimizer in enumerate(race.descents.optimizers) if optimizer.name == "sgd")
    best = race.order[0]
    assert race.descents.optimizers[best].name == "nag" and len(race.winners) == 2 and race.outcomes[sgd].lost
    return [f"arrives from {race.share_words(sgd).replace('/', ' of ')} starts"]


@says("beale-race.gif", "docs/races.md")
def _(gallery):
    race = numnet.race("beale")
    arrive = {optimizer.name: race.share_words(r) for r, optimizer in enumerate(race.descents.optimizers)}
    return [f"From {arrive['sgd'].replace('/', ' of the ')} starts it arrives"]


@says("seeds-convergence.png")
def _(gallery):
    runs = [gallery.run(f"seed-{seed}") for seed in range(5)]
    assert [settings(run)["seed"] for run in runs] == [*range(5)]
    return [f"{word(len(runs))} runs"]
