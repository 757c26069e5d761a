"""The numbers in the text about pictures, in the gallery and in the course, are those of the runs that were drawn.

Each function below works out what the text may say of a picture, from the run of the gallery; in the gallery's table a
number that none of them has worked out fails the test.
"""

import re

import numpy as np
import pytest

import numnet
from numnet import figures
from numnet.analysis.layers import layers
from numnet.figures.drawing.run_labels import outputs
from numnet.figures.runs.boundary import _wrong
from numnet.studies.comparison import load_comparison
from numnet.studies.sweep import load_sweep
from tests.support.documents import text
from tests.support.gallery import Gallery

pytestmark = pytest.mark.filterwarnings("error")

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBER = re.compile(
    r"(?<![xβηhv\w])\d[\d.,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|twenty|hundred|thousand|half|quarters?|"
    r"twice)\b", re.IGNORECASE
)  # fmt: skip
# Numbers of what a picture is, not of what came out of it.
DEFINED = ("their first two principal components", "more than two inputs", "Two memories", "two random directions",
           "are nearly always 0", "is near 0", "from an input that is 0")  # fmt: skip
GALLERY = "figures/README.md"
CLAIMS = {}


def says(picture, page=GALLERY, slow=False):
    """The decorator of a function of `Gallery` that returns what a page is to say of the picture."""

    def decorate(claim):
        marks = [pytest.mark.slow] * slow
        CLAIMS[page, picture] = pytest.param(page, picture, claim, marks=marks, id=f"{page}-{picture}")
        return claim

    return decorate


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    return Gallery(tmp_path_factory.mktemp("gallery"))


def said():
    """{picture: what to look for} of the gallery."""
    return dict(re.findall(r"^\| \[([\w-]+\.\w+)\].*\| (.*) \|$", text(GALLERY), re.MULTILINE))


def prose(page, picture):
    """What a page says of the picture: in the gallery its row, elsewhere all of the page."""
    return said()[picture] if page == GALLERY else " ".join(text(page).split())


def numbers(words, known=()):
    """The numbers in a text, but for those in what is known of it."""
    return NUMBER.findall(re.sub("|".join(map(re.escape, [*known, *DEFINED])), "", words, flags=re.IGNORECASE))


def word(number):
    """two; Two at the beginning is left to the comparison, which looks at no capitals."""
    return WORDS[number] if number < len(WORDS) else str(number)


def scores(axes):
    """The percentages in the titles of panels."""
    return [float(re.search(r"([\d.]+) %$", ax.get_title(loc="left"))[1]) for ax in axes]


# --- what the text may say --------------------------------------------------------------------------------------------


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


@says("rates-sweep.png", slow=True)
def _(gallery):
    sweep = load_sweep(gallery.trained("rates"))
    medians = [(float(sweep.configurations[score.configuration]["learning_rate"]), score.median)
               for score in numnet.studies.ranking.standings(sweep)]  # fmt: skip
    assert all(np.isfinite(median) == (rate <= 1) for rate, median in medians)
    assert len(medians) == 28
    return [f"Twenty-eight configurations, {word(sweep.seeds)} trainings each", "past 1, everything diverges"]


@says("rules-compare.png", slow=True)
def _(gallery):
    comparison = load_comparison(gallery.trained("rules"))
    return [f"{word(len(comparison.competitors))} rules", f"from {word(comparison.seeds)} shared starts",
            "the middle half"]  # fmt: skip


@says("rates-compare.png", slow=True)
def _(gallery):
    comparison = load_comparison(gallery.trained("one-rate"))
    ends = {(comparison.competitors[score.competitor]["optimizer"],
             comparison.competitors[score.competitor]["learning_rate"]): score.loss[0]
            for score in comparison.standings()}  # fmt: skip
    rules, rates = ({pair[k] for pair in ends} for k in (0, 1))
    finite = {pair: loss for pair, loss in ends.items() if np.isfinite(loss) and pair[1] < 2}
    assert min(ends, key=ends.get) == ("adam", 0.01) and max(finite, key=finite.get) == ("sgd", 0.01)
    assert not np.isfinite(ends["sgd", 2.0])
    return [f"{word(len(rules))} rules at {word(len(rates))} rates", "At 0.01 Adam is the best of all",
            "at 2 plain descent leaves through the ceiling"]  # fmt: skip


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


@says("optimizers.png", slow=True)
def _(gallery):
    found = gallery.experiment("optimizers")
    adaptive = [run for run in found.runs.values() if np.ptp(np.nan_to_num(run.rate)) > 0]
    for run in adaptive:
        last = np.nanmedian(run.rate[-100:], axis=0)
        assert np.median(last[found.rare]) > np.median(last[~found.rare])
    return [f"with all {word(len(adaptive))}"]


def kept_by_a_layer(stack):
    """The share of δ that a layer hands on: the median of the trainings."""
    return np.median([(norms.delta[0, 0] / norms.delta[0, -2]) ** (1 / (stack.depth - 1)) for norms in stack.norms])


@says("gradients.png", "docs/depth.md", slow=True)
def _(gallery):
    stack = gallery.experiment("gradients").stacks["sigmoid", 10]
    return [f"multiplies it by about {kept_by_a_layer(stack):.2f}"]


@says("gradients.png", slow=True)
def _(gallery):
    found = gallery.experiment("gradients")
    stack = found.stacks["sigmoid", max(found.depths)]
    kept = kept_by_a_layer(stack)
    assert 0.2 < kept < 0.3 and np.median(stack.loss[:, -1]) > 0.99 * np.log(2)
    return ["about three quarters of δ", f"with {word(stack.depth)} of them",
            f"The other {word(len(found.activations) - 1)}"]  # fmt: skip


def escapes_of(gallery):
    return {(escape.loss_name, escape.tuned): escape for escape in gallery.experiment("saturation").escapes}


@says("saturation.png", "docs/binary.md", slow=True)
def _(gallery):
    escapes = escapes_of(gallery)
    mse, entropy = (np.sum(escapes[loss, False].reached >= 0) for loss in ("mse", "cross_entropy"))
    tuned = [escapes[loss, True] for loss in ("mse", "cross_entropy")]
    assert mse == 0 and round(np.median(tuned[0].reached) / np.median(tuned[1].reached)) == 2
    return [f"{word(entropy)} of {word(gallery.experiment('saturation').seeds)} do",
            f"with {word(round(tuned[0].rate / tuned[1].rate))} times the rate of cross-entropy",
            f"in {gallery.experiment('saturation').updates} updates", "after twice as many updates"]  # fmt: skip


@says("saturation.png", slow=True)
def _(gallery):
    escapes = escapes_of(gallery)
    higher = escapes["mse", True].rate / escapes["mse", False].rate
    longer = np.median(escapes["mse", True].reached) / np.median(escapes["cross_entropy", True].reached)
    assert round(higher) == 200 and round(longer) == 2
    return ["a rate two hundred times higher", "twice as many updates"]


@says("capacity.png", slow=True)
def _(gallery):
    found = gallery.experiment("capacity")
    right = np.median(found.widths.validation[:, found.widths.best])
    assert all(np.median(errors.validation[:, errors.best]) <= 1.02 * right for errors in found.remedies.values())
    return [f"All {word(len(found.remedies))} remedies"]


# --- the text ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("page", "picture", "claim"), CLAIMS.values())
def test_the_text_says_what_the_run_says(page, picture, claim, gallery):
    words, known = prose(page, picture), claim(gallery)
    assert all(one.lower() in words.lower() for one in known), (known, words)
    assert picture in text(page)
    if page == GALLERY:
        assert not numbers(words, known), "a number that is not worked out"


@pytest.mark.parametrize("picture", said())
def test_no_number_is_without_its_run(picture):
    assert (GALLERY, picture) in CLAIMS or not numbers(said()[picture]), "a number that no function works out"
