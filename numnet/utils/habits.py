"""What users of other libraries write out of habit, and what says the same here.

A name that numnet lacks ends in one line that has the remedy: an attribute by `Remedies` and `remedy_for`, an argument
by `ARGUMENTS`.  Other libraries' names of options are in ``synonyms.py``, those of values in ``lookup.py``.
"""

from numnet.utils.lookup import did_you_mean, nearest

_TRAINED = "numnet.fit(data) trains, and numnet.train(network, X, T) a network that you made"
_BUNDLED = 'numnet.load_dataset("iris"); numnet.DATASETS has all names'
_EXPORT = 'run.export("model.onnx"); `numnet export --help` has all formats'
_ESTIMATOR = "numnet.sklearn has MLPClassifier and MLPRegressor"
_SEED = "every function takes seed=0"
_RULE = "numnet.Adam(learning_rate=0.01), or as text, optimizer=\"adam\"; numnet.OPTIMIZERS has all of them"
_SHOWN = "print(run.network) says it in a line, run.network as the value of a cell in a table"
_LAYERS = "numnet.Network([4, 16, 16, 3]) has fully connected layers of these sizes"
_RUN = "numnet.load_run(folder) reads a run, numnet.Network.load(file) a network"

ATTRIBUTES = {  # class, or module: {what it lacks, several separated by spaces: the remedy}
    "Run": {
        "model net nn module": "run.network",
        "fit train": _TRAINED + "; numnet.fit(resume=folder, epochs=400) continues a run",
        "summary": _SHOWN,
        "layers weights coefs_ get_weights params": "run.network.weights, .biases and .sizes",
        "intercepts_ biases": "run.network.biases",
        "loss_curve_ loss losses loss_": 'run.history["train_loss"]',
        "n_iter_ epochs": "run.history.epochs",
        "classes_ classes labels": "run.network.target_names",
        "feature_names_in_ feature_names features_": "run.network.feature_names",
        "best_score_ accuracy": 'run.metrics["validation"]',
        "predict_classes": "run.predict",
        "predict_log_proba": "numpy.log(run.predict_proba(data))",
        "get_params params_ options": 'run.config["options"]',
        "to_onnx onnx to_json": _EXPORT,
        "load": _RUN,
        "confusion_matrix": "run.plot(\"confusion\"), or run.evaluate(data)[\"confusion\"]",
        "X y T dataset": "run.data() has the parts X, T, X_validation, T_validation, …",
    },
    "History": {
        "history": 'the history itself: history["train_loss"], or history.frame()',
        "loss losses": "history.train_loss",
        "val_loss": "history.validation_loss",
        "accuracy acc metric": "history.train_metric, history.validation_metric",
        "val_accuracy val_acc": "history.validation_metric",
        "keys items values": "history.columns(), a dictionary of arrays",
        "to_frame to_pandas DataFrame df": "history.frame()",
        "to_csv head tail iloc loc describe": "history.frame() is a data frame of pandas",
        "params": 'run.config["options"]',
    },
    "Network": {
        "fit train compile fit_generator": "numnet.train(network, X, T) trains it in place",
        "summary": "print(network); a notebook shows a table as the value of a cell",
        "layers": "network.sizes, .weights and .biases",
        "count_params num_parameters n_params": "network.parameters.size",
        "get_weights state_dict": "network.parameters, one flat vector; .weights and .biases are views of it",
        "set_weights load_state_dict": "network.parameters[:] = values",
        "evaluate score": "network.loss(X, T), and numpy.mean(network.predict(X) == T)",
        "predict_proba": "network.forward(X)",
        "to cuda cpu": 'numnet.train(..., device="cuda"); network.copy("float64") has another dtype',
        "eval zero_grad requires_grad_": "leave it out; dropout works in training alone",
        "grad backward": "network.gradient(X, T), one flat vector",
        "plot": "numnet.figures.network(network), numnet.figures.boundary(network, X, T)",
        "export to_onnx": "network.save(file); a run of it has run.export(file)",
    },
    "Dataset": {
        "y target targets_": "data.T; its names are data.target_names",
        "data values x": "data.X",
        "shape": "data.X.shape, data.T.shape",
        "columns_ feature_names_in_": "data.feature_names",
        "DESCR description": "numnet.DATASETS[data.name].description",
        "train test split train_test_split": "numnet.fit(data, validation=0.2, test=0.2) splits",
        "to_pandas to_frame df head describe DataFrame": "data.frame()",
        "classes": "data.target_names",
        "plot": "numnet.figures.datasets()",
    },
    "numnet": {
        "Sequential Model Module MLP NeuralNetwork Net": _LAYERS,
        "nn layers Dense Linear Layer Input": _LAYERS,
        "keras models": _TRAINED,
        "optimizers Optimizer": _RULE,
        "MLPClassifier MLPRegressor": _ESTIMATOR,
        "datasets load_iris load_digits load_wine load_breast_cancer load_diabetes load_data get_dataset": _BUNDLED,
        "make_moons make_circles make_blobs make_spiral": 'numnet.load_dataset("moons", n=300, noise=0.2)',
        "load load_model restore": _RUN,
        "save": "run.save(folder), network.save(file)",
        "read": 'numnet.read_csv("file.csv", targets="column")',
        "set_seed set_random_seed manual_seed random seed": _SEED,
        "plot pyplot draw visualize show": "numnet.figures.boundary(run), numnet.figures.convergence(run), …",
        "export to_onnx": _EXPORT,
        "summary": _SHOWN,
        "info": "`numnet info` in a terminal, or %numnet info after %load_ext numnet",
        "predict": "run.predict(data)",
        "score test": "numnet.evaluate(run, data)",
        "tensor array Tensor": "NumPy's arrays are taken as they are",
        "to_categorical one_hot utils_": "classes are taken as they are, as numbers or texts",
        "train_test_split": "numnet.fit(data, validation=0.2, test=0.2) splits",
        "callbacks EarlyStopping": "patience=20, and numnet.train(..., callback=function)",
        "StepLR lr_scheduler schedules ReduceLROnPlateau": 'schedule="step", one of numnet.SCHEDULES',
    },
    "numnet.figures": {
        "loss history learning_curve plot_history curves learning_curves": "numnet.figures.convergence(run)",
        "decision_boundary regions plot_decision_boundary": "numnet.figures.boundary(run)",
        "confusion_matrix": "numnet.figures.confusion(run)",
        "model plot_model architecture diagram": "numnet.figures.network(run)",
        "plot": 'numnet.figures.boundary(run), numnet.figures.convergence(run), …; run.plot("confusion")',
        "roc roc_curve": "sklearn.metrics.RocCurveDisplay.from_predictions(y, run.predict_proba(X)[:, 1])",
        "surface": "numnet.figures.race(numnet.race(\"beale\"))",
    },
    "numnet.optim": {"SGD Adam AdamW RMSprop Adagrad Adadelta NAdam RAdam Adamax lr_scheduler": _RULE},
    "Sweep": {
        "best_params_ best_score_ best best_ cv_results_ results": 'study.frame().sort_values("validation_loss")',
    },
}  # fmt: skip

MISSING = {"train": "numnet.fit(data) makes the network, too"}  # function: what does without some of its arguments
ARGUMENTS = {  # function, or class: {what it does not take: the remedy}; "" for `fit` and its like
    "": {
        "X x_train X_train": 'data come first, without a name: fit(X, T), or fit(frame, target="column")',
        "y y_train": 'targets come second, without a name: fit(X, T); a column of the data is target="column"',
        "callbacks callback": "numnet.train takes a callback; to stop early there is patience=20",
        "verbose": "nothing is printed, leave it out; of fit, quiet=True draws no curve in a notebook either",
        "metrics": "all metrics of the task are measured, run.metrics has them",
        "early_stopping tol min_delta": "patience=20 stops after 20 epochs without a lower validation loss",
        "steps_per_epoch": "the rows and batch_size=32 settle it",
        "stratify stratified": 'split="stratified" keeps the shares of the classes',
        "test_size": "validation=0.2 holds out rows to watch, test=0.2 rows for the end",
        "betas": "beta1=0.9, beta2=0.999",
        "nesterov": 'the rule optimizer="nag"',
    },
    "SGD": {"momentum nesterov": "numnet.Momentum(0.01, momentum=0.9) or numnet.NAG(0.01, momentum=0.9)"},
    "load_dataset": {
        "as_frame": "load_dataset(name).frame()",
        "return_X_y": "data = load_dataset(name); data.X, data.T",
        "n_samples": "n=300",
        "random_state random_seed": "seed=0",
    },
    "figure": {
        "title xlabel ylabel": "ax.set_title(…) and its like, on the axes that come back",
        "figsize": "axes of your own: ax=plt.subplots(figsize=…)[1]",
        "path filename out savefig": 'numnet.figures.save(ax, "figure.png")',
    },
}  # fmt: skip


ARGUMENTS["train"] = ARGUMENTS[""] | {
    "target columns exclude missing": "numnet.fit(data), which reads tables; train takes a Network, X and T",
    "callbacks callback": "callback=function, called as function(epoch, history)",
    "y y_train": "T=y",
}


def _remedy(table, name):
    return next((f"instead: {remedy}" for names, remedy in table.items() if name in names.split()), None)


def remedy_for(owner, name, known=()):
    """``"; instead: run.network"``, for an attribute that a class or module lacks; else the nearest known name.

    Empty where nothing is meant.

    >>> remedy_for("Run", "model")
    '; instead: run.network'
    >>> remedy_for("History", "trainloss", ["train_loss"])
    '; did you mean train_loss?'
    """
    remedy = _remedy(ATTRIBUTES.get(owner, {}), name)
    if remedy is None:
        near = nearest(name, known, cutoff=0.7)
        remedy = did_you_mean(near) if near else None
    return "" if remedy is None else f"; {remedy}"


def remedy_for_argument(name, function=""):
    """``"instead: seed=0"``, for an argument that a function does not take, but others' do; or None."""
    return _remedy(ARGUMENTS.get(function, ARGUMENTS[""]), name)


class Remedies:
    """A class whose instances, asked for an attribute that they lack, answer with what to write instead."""

    def __getattr__(self, name):
        if name.startswith("_") or hasattr(type(self), name):  # what programs ask for; a property that has raised
            return object.__getattribute__(self, name)
        kind = next((base.__name__ for base in type(self).__mro__ if base.__name__ in ATTRIBUTES), type(self).__name__)
        known = [known for known in dir(self) if not known.startswith("_")]
        raise AttributeError(f"{kind} has no {name!r}{remedy_for(kind, name, known)}")
