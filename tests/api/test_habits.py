"""What users of Keras, scikit-learn, PyTorch and pandas type before they have read anything."""

import copy
import json
import pickle

import numpy as np
import pytest

import numnet
from numnet.utils.habits import ARGUMENTS, ATTRIBUTES

pandas = pytest.importorskip("pandas")


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    gaps = tmp_path_factory.mktemp("habits") / "gaps.csv"
    gaps.write_text("a,b,kind\n1,,u\n2,3,v\n" * 9)
    data = numnet.load_dataset("iris")
    frame = data.frame()
    run = numnet.fit(frame, target="species", epochs=20)
    return {
        "numnet": numnet, "np": np, "pd": pandas, "copy": copy, "pickle": pickle, "data": data, "df": frame, "run": run,
        "X": data.X, "y": data.T, "labels": np.array(data.target_names)[data.T], "features": frame.iloc[:, :4],
        "net": numnet.Network([4, 8, 3]), "gaps": gaps,
    }  # fmt: skip


WORKS = {  # what is typed: what must hold of its value
    'numnet.fit(df, target="species", optimizer="Adam", epochs=3).history.frame()': "len(value) == 4",
    "numnet.fit(X, y, epochs=3)": 'value.network.task == "multiclass"',
    "numnet.fit((X, y), epochs=3)": 'value.network.task == "multiclass"',
    "numnet.fit(X.tolist(), y.tolist(), epochs=3)": "value.history.epochs == 3",
    "numnet.fit(X, labels, epochs=3).predict(X[:2]).tolist()": 'value == ["setosa", "setosa"]',
    "numnet.fit(X, np.eye(3)[y], epochs=3)": 'value.network.task == "multiclass"',
    'numnet.fit(features, df["species"], epochs=3).config["data"]["targets"]': 'value == ["species"]',
    "numnet.fit(df, target=['species'], epochs=3)": "value.history.epochs == 3",
    "numnet.fit(pd.DataFrame(np.c_[X, y]), target=4, epochs=3)": 'value.network.task == "multiclass"',
    "numnet.fit(df, epochs=3, quiet=True)": "value.history.epochs == 3",
    "df.pipe(numnet.fit, target='species', epochs=3)": "value.history.epochs == 3",
    "numnet.fit(df, validation=(features, df['species']), epochs=3)": "len(value.data().training) == 150",
    "numnet.fit(df, activation='ReLU', loss='Cross_Entropy', hidden=[8, 8], epochs=3)": "value.history.epochs == 3",
    "numnet.fit(X, y, epochs=3).network(X[:2]).shape": "value == (2, 3)",
    "run.score(X, labels)": "0.9 < value < 1",
    "numnet.fit(X, (y == 0) * 1, epochs=20).score(X, y == 0)": "value > 0.9",
    "run.score(df)": "value == run.evaluate(df)['accuracy']",
    "run.score(features, df['species'])": "value == run.score(df)",
    "run.evaluate(X, y)['accuracy']": "value == run.score(df)",
    "numnet.fit(X, X[:, 2:], epochs=20).score(X, X[:, 2:])": "0.5 < value < 1",
    "run.predict_proba(df.head(2))": "list(value.columns) == ['setosa', 'versicolor', 'virginica']",
    "run.predict(df.sample(5, random_state=1)).index": "value.equals(df.sample(5, random_state=1).index)",
    "run.predict([df.iloc[0].to_dict()]).tolist()": 'value == ["setosa"]',
    "df.assign(guess=run.predict)": '(value.guess == value.species).mean() > 0.9',
    "pickle.loads(pickle.dumps(run)).predict(X)": "(value == run.predict(X)).all()",
    "copy.deepcopy(run).metrics": "value == run.metrics",
    "data.frame()": "list(value.columns) == [*data.feature_names, 'species'] and set(value.species) == set(labels)",
    "len(data)": "value == 150",
    'numnet.load_dataset("discs", n=20).frame()': "value.shape == (20, 5)",
    "run.metrics['validation']['accuracy']": "0.9 < value <= 1",
    "pd.DataFrame(run.metrics).loc['loss', 'train']": "0 < value < 1",
    "numnet.check(X, y)": "not value.broken",
    "numnet.trace(X, y).frame()": "'formula' in value.columns",
    "numnet.compare(X, y, optimizer=['sgd', 'adam'], seeds=2, epochs=3)": "len(value.competitors) == 2",
    "numnet.sweep((X, y), {'hidden': [4, 8]}, seeds=1, epochs=2).frame().sort_values('validation_loss')":
        "value.hidden.tolist() in ([4, 8], [8, 4])",
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:.*:UserWarning:pandas")
@pytest.mark.parametrize("typed", WORKS)
def test_what_is_typed_out_of_habit_works(typed, names):
    value = eval(typed, dict(names))
    assert eval(WORKS[typed], {**names, "value": value})


TOLD = {  # what is typed: what the line must say
    "numnet.fit(df, lr=0.1)": "did you mean learning_rate?",
    "numnet.fit(df, random_state=0)": "did you mean seed?",
    "numnet.fit(df, hidden_layer_sizes=(8,))": "did you mean hidden?",
    "numnet.fit(df, validation_split=0.2)": "did you mean validation?",
    "numnet.fit(df, verbose=0)": "leave it out",
    "numnet.fit(df, callbacks=[print])": "numnet.train takes a callback",
    "numnet.fit(df, metrics=['accuracy'])": "run.metrics has them",
    "numnet.fit(df, early_stopping=True)": "patience=20",
    "numnet.fit(df, stratify=True)": 'split="stratified"',
    "numnet.fit(df, 'species')": "target='species'",
    "numnet.fit(X=X, y=y)": "fit(X, T)",
    "numnet.fit(features, target=df['species'])": "fit(X, T)",
    "numnet.fit(X, target=y)": "fit(X, T)",
    "numnet.fit(df, optimizer=numnet.Adam)": "numnet.Adam()",
    "numnet.fit(df, loss='categorical_crossentropy')": "did you mean cross_entropy?",
    "numnet.fit(df, loss='BCE')": "did you mean cross_entropy?",
    "numnet.fit(df, loss='mean_squared_error')": "did you mean mse?",
    "numnet.fit(df, activation='swish')": "did you mean silu?",
    "numnet.fit(df, activation='linear')": "did you mean identity?",
    "numnet.Network([4, 8, 3], activation='logistic')": "did you mean sigmoid?",
    "numnet.fit(df, device='gpu')": "did you mean cuda?",
    "numnet.fit('https://example.org/iris.csv')": "pandas.read_csv('https://example.org/iris.csv')",
    "numnet.fit(resume=run, epochs=99)": "run.save(folder)",
    "numnet.train(net, X, y, lr=0.1)": '"adam:learning_rate=0.01"',
    "numnet.train(net, X, y, verbose=0)": "leave it out",
    "numnet.train(net, X, y, callbacks=[print])": "callback=function",
    "numnet.SGD(0.1, momentum=0.9)": "numnet.Momentum(0.01, momentum=0.9)",
    "numnet.sweep('iris', learning_rate=[0.1, 0.2])": "{'learning_rate': [0.1, 0.2]} is the second argument",
    "numnet.sweep(X, y)": "a pair (X, T)",
    "numnet.compare('iris', optimizer=[numnet.SGD(0.1), numnet.Adam()])": '["sgd", "adam"]',
    "run.history['loss']": "did you mean 'train_loss'?",
    "run.history['val_loss']": "did you mean 'validation_loss'?",
    "run.history['acc']": "did you mean 'train_accuracy'?",
    "run.history['val_acc']": "did you mean 'validation_accuracy'?",
    "run.history[-1]": "history.frame()",
    "run.history[['train_loss', 'validation_loss']]": "history.frame()",
    "run.history.history['loss']": 'history["train_loss"]',
    "run.metrics['accuracy']": "['train']['accuracy']",
    "run.summary()": "print(run.network)",
    "run.model": "instead: run.network",
    "run.netwrok": "did you mean network?",
    "run.plot('loss')": "did you mean convergence?",
    "run.plot('learning_curve')": "did you mean convergence?",
    "run.predict([5.1, 3.5, 1.4, 0.2])": "a list in a list",
    "run.predict(features.iloc[0])": "frame.iloc[[0]]",
    "run.evaluate(X, np.where(y == 0, 'rose', labels))": "rose",
    "run.export('model')": "path must end in .onnx, .json, .npz, .py",
    "net.fit(X, y)": "numnet.train(network, X, T)",
    "net.state_dict()": "network.parameters",
    "data.target": "data.T",
    "numnet.load_dataset('iris', as_frame=True)": "load_dataset(name).frame()",
    "numnet.load_dataset('moons', n_samples=9)": "n=300",
    "numnet.load_dataset('iris.csv')": "numnet.read_csv('iris.csv')",
    "numnet.read_csv('iris.csv', target='species')": "did you mean targets?",
    "numnet.read_csv('iris.csv', missin='median')": "did you mean missing?",
    "numnet.read_csv(gaps)": 'missing="median"',
    "run.predict(df.assign(**{df.columns[0]: np.nan}))": "missing median",
    "dict(X=list(data))": "data.X and data.T",
    "numnet.train(df)": "numnet.fit(data)",
    "numnet.train(df, target='species')": "numnet.fit(data)",
    "__import__('numnet.optim').optim.SGD(0.1)": "numnet.Adam(learning_rate=0.01)",
    "numnet.Sequential": "numnet.Network([4, 16, 16, 3])",
    "numnet.datasets": 'numnet.load_dataset("iris")',
    "numnet.MLPClassifier()": "numnet.sklearn",
    "numnet.figures.loss(run)": "numnet.figures.convergence(run)",
    "numnet.figures.boundary(run, title='mine')": "ax.set_title",
    "numnet.figures.boundary(run, colour=3)": "there are: run, X, T, ax",
}


@pytest.mark.parametrize("typed", TOLD)
def test_what_does_not_work_says_in_one_line_what_to_write(typed, names):
    with pytest.raises((TypeError, ValueError, KeyError, AttributeError)) as error:
        eval(typed, dict(names))
    assert TOLD[typed] in str(error.value) and "\n" not in str(error.value) and " --" not in str(error.value)


@pytest.mark.parametrize("labels", [(1, 2, 3), (0, 2, 5), (-1, 7, 10), (False, True, True), (1.0, 2.0, 3.0)], ids=str)
def test_the_answers_of_an_evaluation_are_what_predict_gives(labels, names):
    answers = np.array(labels)[names["y"]]
    run = numnet.fit(names["X"], answers, epochs=20)
    right = float((run.predict(names["X"]) == answers).mean())
    assert run.score(names["X"], answers) == right == run.score((names["X"], answers)) > 0.9
    few = np.flatnonzero(answers == answers[0])  # one class alone: its label may be another's index
    assert run.score(names["X"][few], answers[few]) == (run.predict(names["X"][few]) == answers[few]).mean()
    with pytest.raises(ValueError, match="9"):
        run.evaluate(names["X"], np.full(150, 9))


def test_a_run_in_memory_is_exported_by_the_ending(names, tmp_path):
    run = names["run"]
    weights = np.load(run.export(tmp_path / "model.npz"))
    assert any(np.array_equal(weights[name], run.network.weights[0]) for name in weights)
    assert json.loads(run.export(tmp_path / "model", "json").read_text(encoding="utf-8"))
    again = numnet.load_run(run.save(tmp_path / "run")).export(tmp_path / "again.py")
    assert again.read_text(encoding="utf-8") == run.export(tmp_path / "model.py").read_text(encoding="utf-8")


def test_what_is_told_to_write_is_there(names):
    """The names that remedies lead to exist; those that they stand in for do not."""
    things = {"Run": names["run"], "History": names["run"].history, "Network": names["net"], "Dataset": names["data"],
              "numnet": numnet, "numnet.figures": numnet.figures}  # fmt: skip
    for owner, thing in things.items():
        for lacking in (name for words in ATTRIBUTES[owner] for name in words.split()):
            if not (owner == "numnet" and lacking in ("export", "random")):  # packages, once they are imported
                assert lacking not in dir(thing), f"{owner} has {lacking}"
    taken = {*numnet.fit.__signature__.parameters}
    assert not taken & {name for words in ARGUMENTS[""] for name in words.split()}


def test_a_title_of_ones_own_takes_the_place_of_the_figures(names):
    ax = numnet.figures.confusion(names["run"])
    ax.set_title("mine")
    assert [ax.get_title(loc=loc) for loc in ("left", "center", "right")] == ["mine", "", ""]
    ax.set_title("mine", loc="right")
    assert ax.get_title(loc="right") == "mine"
    assert pickle.loads(pickle.dumps(ax.figure)).axes[0].get_title(loc="left") == "mine"
