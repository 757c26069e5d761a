"""numnet's networks among scikit-learn's: its own checks, pipelines, searches, and the same learning."""

import pickle
from functools import partial

import numpy as np
import pytest

pytest.importorskip("sklearn", minversion="1.6")

import sklearn.neural_network
from sklearn.base import clone
from sklearn.datasets import load_diabetes, load_iris, make_multilabel_classification
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_sample_weight_equivalence_on_dense_data, parametrize_with_checks

import numnet
from numnet.sklearn import MLPClassifier, MLPRegressor

pytestmark = pytest.mark.filterwarnings("error", "ignore::sklearn.exceptions.ConvergenceWarning")

X, Y = load_iris(return_X_y=True)
BOTH = {"classifier": MLPClassifier, "regressor": MLPRegressor}


@parametrize_with_checks([MLPClassifier(max_iter=100), MLPRegressor(max_iter=100)])
@pytest.mark.filterwarnings("ignore")
def test_the_checks_of_scikit_learn(estimator, check):
    check(estimator)


@pytest.mark.parametrize("name", BOTH)
def test_arguments_have_the_names_and_defaults_of_scikit_learn(name):
    peer = getattr(sklearn.neural_network, BOTH[name].__name__)().get_params()
    own = BOTH[name]().get_params()
    left_out = {"max_fun", "power_t", "loss"}  # of lbfgs, and of its schedule
    assert set(peer) - set(own) <= left_out
    of_the_rule = {"beta_1": "beta1", "beta_2": "beta2", "epsilon": "eps"}  # adam's are those of scikit-learn
    own |= {key: numnet.Adam.rule.defaults[each] for key, each in of_the_rule.items() if own[key] is None}
    assert {key: own[key] for key in set(peer) - left_out} == {key: peer[key] for key in set(peer) - left_out}


def test_the_module_is_there_without_an_import_of_its_own():
    assert numnet.sklearn.MLPClassifier is MLPClassifier


def test_it_learns_what_the_other_learns():
    own, peer = (kind(learning_rate_init=0.01, max_iter=300, random_state=0).fit(X, Y)
                 for kind in (MLPClassifier, sklearn.neural_network.MLPClassifier))  # fmt: skip
    assert own.score(X, Y) > 0.97 and abs(own.score(X, Y) - peer.score(X, Y)) < 0.03
    assert [W.shape for W in own.coefs_] == [W.shape for W in peer.coefs_]
    assert [b.shape for b in own.intercepts_] == [b.shape for b in peer.intercepts_]
    assert (own.classes_ == peer.classes_).all() and own.n_layers_ == peer.n_layers_ == 3
    assert own.out_activation_ == peer.out_activation_ and own.n_outputs_ == peer.n_outputs_
    assert len(own.loss_curve_) == own.n_iter_ and own.loss_ == own.loss_curve_[-1] < 0.2
    assert own.n_features_in_ == 4 and own.best_loss_ == min(own.loss_curve_)
    for attribute in ("loss_curve_", "t_", "validation_scores_", "best_validation_score_"):
        assert hasattr(own, attribute) and hasattr(peer, attribute), attribute


def test_the_outputs_are_those_of_the_weights():
    own = MLPClassifier((5,), "tanh", random_state=1, max_iter=20).fit(X, Y)
    net = np.tanh(X @ own.coefs_[0] + own.intercepts_[0]) @ own.coefs_[1] + own.intercepts_[1]
    share = np.exp(net - net.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(own.predict_proba(X), share, atol=1e-12)
    np.testing.assert_allclose(own.predict_log_proba(X), np.log(share), atol=1e-9)


@pytest.mark.parametrize("solver", ["sgd", "adam", "momentum", "rmsprop", "radam", "lion"])
def test_every_rule_is_a_solver(solver):
    model = make_pipeline(StandardScaler(), MLPClassifier(solver=solver, learning_rate_init=0.01, random_state=0))
    assert model.fit(X, Y).score(X, Y) > 0.9


@pytest.mark.parametrize("solver", numnet.OPTIMIZERS)
def test_a_rule_has_its_own_defaults(solver):
    """A network of numnet with the rule as it is made without arguments, but for the rate, has the same weights."""
    model = MLPClassifier((4,), "tanh", solver=solver, learning_rate_init=None, momentum=0, alpha=0, max_iter=3)
    if "momentum" in numnet.OPTIMIZERS[solver].rule.defaults:
        model.set_params(momentum=None)
    model = clone(model.set_params(random_state=0)).fit(X, Y)
    seeds = np.random.RandomState(0).randint(2**31 - 1, size=2).tolist()
    network = numnet.Network([4, 4, 3], "tanh", "multiclass", dtype="float64", seed=seeds[0])
    numnet.train(network, X, Y, numnet.OPTIMIZERS[solver](), batch_size=150, epochs=3, seed=seeds[1])
    np.testing.assert_array_equal(model.network_.parameters, network.parameters)
    assert all(model.get_params()[key] is None for key in ("learning_rate_init", "beta_1", "beta_2", "epsilon"))
    given = model.set_params(beta_1=0.7, beta_2=0.8, epsilon=1e-3)._optimizer()
    own = {"beta1": 0.7, "beta2": 0.8, "eps": 1e-3}
    assert all(getattr(given, key) == own[key] for key in own if key in given.rule.defaults)


def test_sgd_has_the_momentum_of_scikit_learn():
    made = [MLPClassifier(solver="sgd", **given)._optimizer()
            for given in ({}, {"nesterovs_momentum": False}, {"momentum": 0}, {"momentum": 0.5})]  # fmt: skip
    assert made == [numnet.NAG(0.001, 0.9), numnet.Momentum(0.001, 0.9), numnet.SGD(0.001), numnet.NAG(0.001, 0.5)]


def test_labels_may_be_anything():
    names = np.array(["setosa", "versicolor", "virginica"], dtype=object)[Y]
    model = MLPClassifier(learning_rate_init=0.01, random_state=0).fit(X, names)
    assert list(model.classes_) == ["setosa", "versicolor", "virginica"] and model.score(X, names) > 0.95
    two = MLPClassifier(random_state=0).fit(X[:100], np.where(Y[:100] == 0, -7, 3))
    assert set(two.predict(X[:100])) == {-7, 3} and two.predict_proba(X).shape == (150, 2)
    assert two.out_activation_ == "logistic"


@pytest.mark.parametrize("seed", range(4))
def test_a_regression_of_inputs_as_they_are_does_not_end_too_soon(seed):
    T = np.column_stack([X[:, 0] + X[:, 1], X[:, 2]])
    assert MLPRegressor(random_state=seed, max_iter=400, learning_rate_init=0.01).fit(X, T).score(X, T) > 0.98


def test_several_labels_and_several_values():
    A, B = make_multilabel_classification(random_state=0)
    model = make_pipeline(StandardScaler(), MLPClassifier(random_state=0, max_iter=300)).fit(A, B)
    assert model.predict(A).shape == B.shape and model.score(A, B) > 0.8
    T = np.column_stack([X[:, 0] + X[:, 1], X[:, 2]])
    values = MLPRegressor(random_state=0, max_iter=400, learning_rate_init=0.01).fit(X, T)
    assert values.predict(X).shape == (150, 2) and values.score(X, T) > 0.95


def test_pipelines_searches_and_cross_validation():
    model = MLPRegressor((20,), learning_rate_init=0.01, random_state=0, max_iter=60)
    tried = {"mlpregressor__alpha": [0.0, 1.0], "mlpregressor__activation": ["tanh", "relu"]}
    search = GridSearchCV(make_pipeline(StandardScaler(), model), tried, cv=2)
    A, b = load_diabetes(return_X_y=True)
    assert search.fit(A, b / 100).best_score_ > 0.2
    model = MLPClassifier(learning_rate_init=0.01, random_state=0)
    scores = cross_val_score(make_pipeline(StandardScaler(), model), X, Y, cv=3)
    assert scores.min() > 0.9


@pytest.mark.parametrize("name", BOTH)
def test_copies_predict_the_same(name):
    model = BOTH[name](random_state=3, max_iter=10).fit(X, Y)
    again = pickle.loads(pickle.dumps(model))
    assert (again.predict(X) == model.predict(X)).all()
    fresh = clone(model)
    with pytest.raises(NotFittedError):
        fresh.predict(X)
    assert (fresh.fit(X, Y).predict(X) == model.predict(X)).all()


def test_pandas_goes_in():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(X, columns=["a", "b", "c", "d"])
    model = MLPClassifier(random_state=0).fit(frame, pandas.Series(Y))
    assert list(model.feature_names_in_) == ["a", "b", "c", "d"]
    assert (model.predict(frame) == MLPClassifier(random_state=0).fit(X, Y).predict(X)).all()
    with pytest.raises(ValueError, match="feature names"):
        model.predict(frame[["b", "a", "c", "d"]])


def test_early_stopping_keeps_the_best_on_what_was_held_out():
    model = MLPClassifier(random_state=0, early_stopping=True, learning_rate_init=0.01, n_iter_no_change=5).fit(X, Y)
    assert model.n_iter_ < 200 and len(model.validation_scores_) == model.n_iter_
    assert model.best_validation_score_ == max(model.validation_scores_) and model.best_loss_ is None


def test_it_stops_when_the_loss_stands_still_and_warns_when_it_does_not():
    with pytest.warns(ConvergenceWarning, match="Maximum iterations \\(3\\)"):
        assert MLPClassifier(random_state=0, max_iter=3).fit(X, Y).n_iter_ == 3
    model = MLPClassifier(random_state=0, tol=10.0, n_iter_no_change=4).fit(X, Y)
    assert model.n_iter_ == 6  # the first is an improvement, then five that are none, as in scikit-learn
    peer = sklearn.neural_network.MLPClassifier(random_state=0, tol=10.0, n_iter_no_change=4).fit(X, Y)
    assert peer.n_iter_ == model.n_iter_


# --- sample_weight ---


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("arguments", [
    {}, {"activation": "tanh"}, {"alpha": 3.0}, {"solver": "rmsprop"}, {"batch_size": "full", "shuffle": False},
])  # fmt: skip
def test_a_weight_is_as_many_rows_where_all_rows_are_one_batch(name, arguments):
    check_sample_weight_equivalence_on_dense_data(name, BOTH[name](max_iter=30, **arguments))


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("arguments", [{"batch_size": 16}, {"early_stopping": True, "batch_size": 16}])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_row_of_weight_0_is_as_if_absent(name, arguments, dtype):
    """To the same bits: order, batches and the part held out are those of the other rows."""
    weights = np.arange(150) % 4.0
    counts = weights > 0
    A, whole, part = X.astype(dtype), *(BOTH[name](max_iter=5, random_state=0, **arguments) for _ in range(2))
    whole.fit(A, Y, weights), part.fit(A[counts], Y[counts], weights[counts])
    np.testing.assert_array_equal(whole.predict(A), part.predict(A))
    np.testing.assert_array_equal(whole.network_.parameters, part.network_.parameters)
    assert whole.loss_curve_ == part.loss_curve_ and whole.t_ == part.t_
    if not whole.early_stopping:
        whole.partial_fit(A, Y, weights), part.partial_fit(A[counts], Y[counts], weights[counts])
        np.testing.assert_array_equal(whole.network_.parameters, part.network_.parameters)


def test_a_class_of_weight_0_stays_known():
    model = MLPClassifier(random_state=0, max_iter=50, learning_rate_init=0.01).fit(X, Y, Y != 1)
    assert list(model.classes_) == [0, 1, 2] and model.predict_proba(X)[:, 1].max() < 0.1
    with pytest.raises(ValueError, match=r"must not all be 0|at least one non-zero"):
        model.fit(X, Y, np.zeros(150))


def test_alpha_is_beside_the_sum_of_the_weights():
    """As in scikit-learn, ½ alpha ΣW² / Σw; whatever their scale, where there is no penalty."""
    make = partial(MLPRegressor, (5,), random_state=0, max_iter=20)
    scaled = make(alpha=3.0).fit(X, Y, np.full(150, 4.0))
    np.testing.assert_array_equal(scaled.network_.parameters, make(alpha=0.75).fit(X, Y).network_.parameters)
    assert make()._penalty(10, np.full(4, 1e308)) == 0
    with pytest.raises(ValueError, match=r"alpha must be 0 where sample_weight is .* in the mean"):
        make().fit(X, Y, np.full(150, 1e-320))


def test_the_score_that_stops_early_is_weighted():
    rng = np.random.default_rng(0)
    A, wrong = np.r_[X, rng.normal(size=(300, 4))], rng.integers(0, 3, 300)
    weights = np.r_[np.ones(150), np.full(300, 1e-9)]
    model = MLPClassifier(random_state=0, early_stopping=True, learning_rate_init=0.01)
    assert model.fit(A, np.r_[Y, wrong], weights).best_validation_score_ > 0.9
    assert model.fit(A, np.r_[Y, wrong]).best_validation_score_ < 0.8
    with pytest.raises(ValueError, match="Negative values in data passed to `sample_weight`"):
        model.set_params(early_stopping=False).fit(X, Y, -np.ones(150))


# --- partial_fit ---


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize(("solver", "rate"), [
    ("adam", "constant"), ("nadam", "constant"), ("sgd", "constant"), ("amsgrad", "cosine"),
])  # fmt: skip
def test_parts_of_a_fit_are_the_fit(name, solver, rate):
    """The weights, the solver's memory, its count of updates and the order of samples go on, through a pickle, too."""
    make = partial(BOTH[name], solver=solver, learning_rate=rate, batch_size=32, random_state=4)
    whole, parts = make(max_iter=4).fit(X, Y, np.arange(1, 151)), make(max_iter=4)
    classes = {"classes": [0, 1, 2]} if name == "classifier" else {}
    for _ in range(4):
        assert parts.partial_fit(X, Y, np.arange(1, 151), **classes) is parts
        parts = pickle.loads(pickle.dumps(parts))
    for own, other in zip(parts.coefs_ + parts.intercepts_, whole.coefs_ + whole.intercepts_, strict=True):
        np.testing.assert_array_equal(own, other)
    assert parts.loss_curve_ == whole.loss_curve_ and parts.t_ == whole.t_ == 600
    whole.partial_fit(X, Y, np.arange(1, 151))
    parts.partial_fit(X, Y, np.arange(1, 151))
    np.testing.assert_array_equal(parts.predict(X), whole.predict(X))
    assert len(whole.loss_curve_) == 5 and whole.n_iter_ == parts.n_iter_ == 1  # as in scikit-learn, of the last call


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rows_may_come_in_pieces_of_any_size_and_kind(dtype):
    rng, names = np.random.default_rng(0), np.array(["setosa", "versicolor", "virginica"], dtype=object)
    own = MLPClassifier((20,), learning_rate_init=0.01, random_state=0)
    peer = sklearn.neural_network.MLPClassifier((20,), learning_rate_init=0.01, random_state=0)
    for k in range(200):
        rows = np.flatnonzero(Y == k % 3)[:20] if k < 3 else rng.choice(150, rng.integers(1, 60))  # at first one class
        for model in (own, peer):
            model.partial_fit(X[rows].astype(dtype), names[Y[rows]], classes=names)
    assert own.score(X, names[Y]) > 0.9 and abs(own.score(X, names[Y]) - peer.score(X, names[Y])) < 0.08
    assert own.n_iter_ == peer.n_iter_ and own.t_ == peer.t_ and len(own.loss_curve_) == 200
    assert own.coefs_[0].dtype == peer.coefs_[0].dtype == dtype and list(own.classes_) == list(peer.classes_)
    begun = MLPClassifier((20,), max_iter=1, random_state=0).fit(X, names[Y])
    assert (own.set_params(max_iter=1, learning_rate_init=0.001).fit(X, names[Y]).coefs_[0] == begun.coefs_[0]).all()


def test_several_labels_in_pieces():
    A, B = make_multilabel_classification(random_state=0)
    model = MLPClassifier(random_state=0, learning_rate_init=0.01)
    for _ in range(60):
        model.partial_fit(A, B, classes=range(B.shape[1]))
    assert model.predict(A).shape == B.shape and model.score(A, B) > 0.8


def test_pieces_that_do_not_fit():
    model = MLPClassifier((5,), random_state=0)
    with pytest.raises(ValueError, match="classes must be passed on the first call"):
        model.partial_fit(X, Y)
    model.partial_fit(X[:50], Y[:50], classes=[0, 1])
    before = model.coefs_[0].copy()
    with pytest.raises(ValueError, match=r"not among \[0 1\]: \[2\]"):
        model.partial_fit(X, Y)
    with pytest.raises(ValueError, match="not the same as on last call"):
        model.partial_fit(X[:50], Y[:50], classes=[0, 1, 2])
    with pytest.raises(ValueError, match="features"):
        model.partial_fit(X[:50, :3], Y[:50])
    for changed, said in (({"hidden_layer_sizes": (7,)}, "layer sizes of the last fit"), ({"solver": "lion"}, "adam"),
                          ({"early_stopping": True}, "does not support early_stopping")):  # fmt: skip
        with pytest.raises(ValueError, match=said):
            clone_with_state = pickle.loads(pickle.dumps(model)).set_params(**changed)
            clone_with_state.partial_fit(X[:50], Y[:50])
    assert (model.coefs_[0] == before).all() and model.n_iter_ == 1


def test_warm_start_goes_on_from_the_weights():
    model = MLPClassifier(random_state=0, max_iter=30, warm_start=True).fit(X, Y)
    first = model.loss_
    assert model.fit(X, Y).loss_curve_[0] < first * 1.05
    with pytest.raises(ValueError, match="needs the layer sizes of the last fit"):
        model.set_params(hidden_layer_sizes=(7,)).fit(X, Y)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_computes_in_the_dtype_of_the_data(dtype):
    model = MLPRegressor(random_state=0, max_iter=5).fit(X.astype(dtype), Y)
    assert model.coefs_[0].dtype == dtype and model.predict(X.astype(dtype)).dtype == dtype


@pytest.mark.parametrize(("arguments", "said"), [
    ({"solver": "lbfgs"}, "solver must be one of"), ({"activation": "logit"}, "activation"), ({"alpha": -1}, "alpha"),
    ({"learning_rate_init": 0}, "learning_rate"), ({"max_iter": 0}, "max_iter"), ({"hidden_layer_sizes": (0,)}, "size"),
    ({"learning_rate": "adaptive"}, "schedule"), ({"batch_size": -1}, "batch_size"), ({"tol": -1}, "tol"),
    ({"learning_rate_init": 1e300, "solver": "sgd"}, "diverged"),
])  # fmt: skip
def test_mistakes_name_the_argument(arguments, said):
    with pytest.raises(ValueError, match=said):
        MLPRegressor(**arguments).fit(X, Y)
