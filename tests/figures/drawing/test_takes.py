"""What figures are drawn of: every kind of a run, its folder, its parts; anything else is refused in one sentence."""

import inspect

import numpy as np
import pytest
from matplotlib.figure import Figure

import numnet
from numnet import figures
from numnet.figures.drawing import style
from tests.support.drawings import title
from tests.support.fake_runs import binary
from tests.support.trained_runs import in_it  # noqa: F401

pytestmark = pytest.mark.filterwarnings("error")

DRAWN_OF = {kind: needs for kind, (needs, _) in figures.FIGURES.items() if needs}
FILMS = ("training_film", "race_film", "anatomy_film")
OF_A_RUN = sorted(kind for kind, needs in DRAWN_OF.items() if needs in ("run", "runs"))
NEED_SNAPSHOTS = ("convergence", "training")  # of these a network alone is not enough
WITHOUT_DATA = ("network", "weights")  # of these it is, without data


class Unsuitable:
    """What no figure is drawn of."""


def one_sentence(error, kind):
    """Whether the message is a line that begins with the kind and says what it needs."""
    return "\n" not in str(error) and str(error).startswith(f"{kind} needs ")


@pytest.mark.parametrize("kind", [*DRAWN_OF, *FILMS, "sensitivity"])
@pytest.mark.parametrize("wrong", [Unsuitable(), 42, None, [Unsuitable()], {"X": 1}, np.zeros(3)])
def test_a_wrong_type_is_refused_in_one_sentence(kind, wrong):
    with pytest.raises(TypeError) as caught:
        getattr(figures, kind)(wrong)
    assert one_sentence(caught.value, kind)
    if isinstance(wrong, Unsuitable):
        assert str(caught.value).endswith("; got Unsuitable")


@pytest.mark.parametrize("kind", sorted({*DRAWN_OF} - {"convergence", "landscape"}))
def test_nothing_is_refused_too_and_the_docstring_says_what_is_needed(kind):
    draw = getattr(figures, kind)
    with pytest.raises(TypeError, match=f"^{kind} needs .*; got nothing$") as caught:
        draw()
    needs = str(caught.value).removeprefix(f"{kind} needs ").removesuffix("; got nothing")
    assert f"``{next(iter(inspect.signature(draw).parameters))}``: {needs}; `TypeError`" in draw.__doc__


def test_wrong_arguments_are_named():
    for wrong in (Unsuitable(), 42, ["xor", Unsuitable()]):
        with pytest.raises(TypeError, match=r"^datasets needs names of bundled data sets, or Datasets; got \w+$"):
            figures.datasets(wrong)
    with pytest.raises(TypeError, match=r"^boundary has no argument 'colour'; there are: run, X, T, ax$"):
        figures.boundary(binary(), colour="red")


def artists(axes):
    """The numbers in a drawing: of lines, points, areas and images."""
    numbers = []
    for ax in np.ravel(np.array(axes, dtype=object)):
        numbers += [line.get_xydata() for line in ax.lines]
        numbers += [image.get_array() for image in ax.images]
        for drawn in ax.collections:
            numbers += [drawn.get_offsets(), *(path.vertices for path in drawn.get_paths())]
    return [np.ma.filled(np.ma.asarray(array, dtype=float), np.nan) for array in numbers]


def same(one, other):
    one, other = artists(one), artists(other)
    return len(one) == len(other) and all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one, other))


@pytest.mark.parametrize("kind", [*OF_A_RUN, "gradients"])
def test_every_kind_of_a_run_of_its_folder_and_of_a_run_in_memory(kind):
    draw = getattr(figures, kind)
    held = numnet.fit("xor", hidden=(3,), epochs=20)
    for run, place in ((numnet.load_run("xor"), "xor"), (held, None)):
        axes = draw(run)
        assert len(artists(axes)) > 0
        if place:
            assert same(axes, draw(place)) and same(axes, draw(numnet.load_run(place)))


@pytest.mark.parametrize("kind", [*(kind for kind in OF_A_RUN if kind not in NEED_SNAPSHOTS), "gradients"])
def test_every_kind_of_the_parts_of_a_run(kind):
    draw, run = getattr(figures, kind), numnet.load_run("xor")  # all of its rows are training rows
    net, data = run.network, run.data()
    axes = draw(net, data.X.tolist(), np.array(data.target_names)[data.T].tolist())
    assert "2-2-1 sigmoid, accuracy " in title(axes)
    assert same(axes, draw(net, X=data.X, T=data.T)) and same(axes, draw(net, data.dataset))
    if kind not in ("landscape", "gradients", "weights"):  # which show the whole training of a run
        assert same(axes, draw(run))


@pytest.mark.parametrize("kind", [*OF_A_RUN, "gradients"])
def test_a_network_without_data_is_drawn_or_the_sentence_says_what_to_give(kind):
    draw, net = getattr(figures, kind), numnet.Network([2, 3, 1], task="binary")
    if kind in WITHOUT_DATA:
        assert len(artists(draw(net))) > 0
        return
    with pytest.raises((TypeError, ValueError)) as caught:
        draw(net)
    said = str(caught.value)
    assert "\n" not in said and (kind in NEED_SNAPSHOTS or said.endswith(f"give X and T, figures.{kind}(net, X, T)"))


def test_what_a_network_has_not_is_said_in_one_sentence():
    net, X, T = numnet.Network([2, 3, 1], task="binary"), [[0.0, 1.0], [1.0, 0.0]], [0, 1]
    with pytest.raises(ValueError, match=r"^hidden needs snapshots of a training, which a network does not have; give"):
        figures.hidden(net, X, T, epoch=3)
    with pytest.raises(ValueError, match=r"^network of a network needs data, too"):
        figures.network(net, maps=True)
    for wrong, said in (((X,), "boundary needs both X and T: T is missing"),
                        ((None, T), "boundary needs both X and T: X is missing"),
                        (([[1.0]], [1]), r"X must have shape \(n, 2\), got \(1, 1\)"),
                        ((X, [0]), r"T must have one row for each of the 2 rows of X, got shape \(1,\)"),
                        ((X, ["a", "b"]), "text targets need a network with target_names"),
                        ((np.zeros((0, 2)), []), "X must have at least one row"),
                        (([["a", "b"]], [1]), "X must be an array of numbers")):  # fmt: skip
        with pytest.raises(ValueError, match=said):
            figures.boundary(net, *wrong)


def test_axes_may_come_second_as_they_always_could():
    run = numnet.load_run("xor")
    one, other = Figure().subplots(1, 2)
    assert figures.boundary(run, one) is one
    assert figures.boundary(run.network, run.data().X, run.data().T, other) is other
    layers = Figure().subplots(1, 2)
    for given in (layers, list(layers)):
        assert list(figures.hidden(run, given)) == list(figures.hidden(run, given, 0)) == list(layers)
    assert figures.boundary(run, None).figure is not one.figure


def test_other_data_of_a_run():
    run, data = numnet.load_run("multiclass"), numnet.load_run("multiclass").data()
    ax = figures.confusion(run, data.X_validation, np.array(data.target_names)[data.T_validation])
    assert f"\n{len(data.T_validation)} rows; mean F1" in title(ax)
    assert same(ax, figures.confusion(run))
    part = figures.confusion(run.network, data)  # with its own parts
    assert f"validation set, {len(data.T_validation)} rows" in title(part) and title(part).startswith("spiral: ")
    assert same(part, ax)
    file = figures.confusion("classes1d", "kinds.csv")  # a file that holds both
    assert title(file).startswith("kinds: ") and "\n60 rows; " in title(file)


def test_a_scaler_is_applied_as_by_its_run():
    run = numnet.load_run("scaled")
    data = run.data()
    score = run.evaluate(data.X, data.T)["r2"]
    assert run.scaler is not None and score > 0
    assert title(figures.boundary(run.network, data.X, data.T)).startswith(f"10-4-3-1 tanh, R² {score:.3f}")


def test_frames_give_names_to_features_and_targets():
    pyarrow = pytest.importorskip("pyarrow")
    X = pyarrow.table({"width": [0.0, 1.0, 2.0], "height": [1.0, 0.0, 1.0]})
    net = numnet.Network([2, 3, 2], task="regression")
    axes = figures.boundary(net, X, pyarrow.table({"sum": [1.0, 1.0, 3.0], "difference": [-1.0, 1.0, 1.0]}))
    assert [ax.get_title(loc="left") for ax in axes] == ["sum", "difference"] and axes[0].get_xlabel() == "width"
    labels = figures.confusion(numnet.Network([2, 3, 2], task="multilabel"), X, [[0, 1], [1, 1], [0, 0]])
    assert labels[0].get_title(loc="left").startswith("label 1\n")
    classes = figures.confusion(numnet.Network([2, 3, 3]), X, [[0], [1], [2]])
    assert [label.get_text() for label in classes.get_yticklabels()] == ["0", "1", "2"]


def test_frames_of_pandas_and_the_raw_columns_of_a_run():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"colour": ["red", "blue", "green"] * 8, "size": np.arange(24.0), "kind": ["a", "b"] * 12})
    net = numnet.Network([1, 3, 1], task="binary", target_names=("a", "b"))
    for labels in (frame["kind"], frame["kind"].astype("category"), frame[["kind"]]):
        ax = figures.boundary(net, frame[["size"]], labels)
        assert ax.get_xlabel() == "size"
    run = numnet.fit(frame, target="kind", hidden=(3,), epochs=2)
    whole, apart = figures.confusion(run, frame), figures.confusion(run, frame[["size", "colour"]], frame["kind"])
    assert same(whole, apart) and "\n24 rows; " in title(whole)
    with pytest.raises(ValueError, match="no column 'colour'"):
        figures.confusion(run, frame[["size"]], frame["kind"])


# --- histories ------------------------------------------------------------------------------------------------------


def trained(rule=None, **options):
    net = numnet.Network([2, 3, 1], task="binary")
    return numnet.train(net, [[0.0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0], rule, epochs=5, **options)


def legend(axes):
    return [text.get_text() for text in axes[1].get_legend().get_texts()]


def test_convergence_of_histories_alone_together_and_beside_runs():
    one, other = trained(), trained(numnet.SGD(0.1))
    axes = figures.convergence(one)
    np.testing.assert_array_equal(axes[0].lines[0].get_ydata(), one.train_loss)
    assert legend(axes) == ["training"] and axes[0].get_ylabel() == "loss"
    assert title(axes) == f"training accuracy {100 * one.train_metric[-1]:.1f} %"
    assert legend(figures.convergence(one, other)) == ["history 1", "history 2", "training"]
    both = figures.convergence([one, other], labels=["adam", "sgd"])
    assert legend(both) == ["adam", "sgd", "training"] and title(both) == "2 histories"
    assert [line.get_color() for line in both[0].lines] == [style.OPTIMIZER_COLORS[name] for name in ("adam", "sgd")]
    mixed = figures.convergence("multiclass", one, numnet.load_run("binary"))
    assert legend(mixed) == ["multiclass, spiral, 2-4-3-3 tanh", "history 2", "binary, moons, 2-4-3-1 tanh", "training",
                             "validation"]  # fmt: skip
    assert title(mixed) == "3 runs" and title(figures.convergence(one, labels="first")).startswith("first: ")


def test_convergence_says_which_labels_and_epochs_it_lacks():
    with pytest.raises(ValueError, match=r"^labels must be 2, one for each of the histories; got 1$"):
        figures.convergence(trained(), trained(), labels=["one"])
    with pytest.raises(ValueError, match=r"^run 'history 1' recorded no epoch; train it with evaluate_every=1$"):
        figures.convergence(trained(evaluate_every=0))
    with pytest.raises(ValueError, match="at least one run"):
        figures.convergence()


def test_estimators_of_scikit_learn_are_drawn_too():
    pytest.importorskip("sklearn")
    from numnet.sklearn import MLPClassifier, MLPRegressor

    X = np.random.default_rng(0).uniform(-1, 1, (60, 2))
    y = np.where(X[:, 0] > 0, "right", "left")
    model = MLPClassifier((4,), max_iter=300, learning_rate_init=0.05, tol=1e-3, random_state=0)
    with pytest.raises(ValueError, match="boundary needs a fitted MLPClassifier"):
        figures.boundary(model, X, y)
    model.fit(X, y)
    matrix = figures.confusion(model, X, y)
    assert [label.get_text() for label in matrix.get_yticklabels()] == ["left", "right"]
    right = [int(text.get_text().split("\n")[0]) for text in matrix.texts[:4:3]]
    assert sum(right) == round(60 * model.score(X, y))
    curves = figures.convergence(model)
    np.testing.assert_array_equal(curves[0].lines[0].get_xydata().T, [range(1, model.n_iter_ + 1), model.loss_curve_])
    with pytest.raises(ValueError, match="unknown class up; classes_ are left, right"):
        figures.boundary(model, X, ["up"] * 60)
    values = MLPRegressor((4,), max_iter=500, learning_rate_init=0.05, tol=1e-3, random_state=0).fit(X, X @ [1, 2])
    assert "R²" in title(figures.boundary(values, X, X @ [1, 2]))


# --- a network as it is -----------------------------------------------------------------------------------------------


def test_weights_of_a_network_are_histograms():
    net = numnet.Network([2, 30, 1], task="binary")
    axes = figures.weights(net)
    assert [sum(bar.get_height() for bar in ax.patches) for ax in axes] == [60, 30]
    assert "its weights" in title(axes)


def test_gradients_of_a_network_are_those_at_its_last_snapshot():
    run = numnet.load_run("xor")
    last = [line.get_ydata()[-1] for line in figures.gradients(run)[1].lines]
    now = numnet.load_run("xor").network.copy()
    now.parameters[:] = run.snapshots.parameters[-1]
    ax = figures.gradients(now, run.data().X, run.data().T)[1]
    np.testing.assert_allclose(ax.lines[0].get_ydata(), last)
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), [1, 2])


def test_the_landscape_of_a_network_is_that_around_its_run():
    from numnet.analysis.loss_landscape import around

    run = numnet.load_run("xor")
    ax = figures.landscape(run.network, run.data().X, run.data().T)
    assert same(ax, figures.landscape(around(run))) and "loss around the network" in title(ax)
