"""`evaluate`: the loss and the metrics of a trained model; ``numnet evaluate`` is thin over it."""

from numnet.api.fit import source_of
from numnet.api.watchers import called
from numnet.options.train import TRAIN
from numnet.utils.number_words import format_cell


class Evaluation(dict):
    """{part: {"rows": n, "loss": …, metric: …}} of a run: of its own parts, or of the data that were named.

    Beside scalars, of classes "classes" {label: precision, recall, f1, support} and "confusion", of labels "labels".
    """

    def __init__(self, run, parts):
        super().__init__(parts)
        self.run = run

    def columns(self):
        """{"part": names, "rows": …, "loss": …, metric: …}: lists, a row a part."""
        names = {name: None for values in self.values() for name, value in values.items()
                 if isinstance(value, (int, float))}  # fmt: skip
        return {"part": list(self), **{name: [values[name] for values in self.values()] for name in names}}

    def frame(self):
        """`columns` as a pandas frame.  Raises ImportError without pandas."""
        from numnet.utils.frames import frame

        return frame(self.columns())

    def _repr_html_(self):
        from numnet.displays.html import block, table

        columns = self.columns()
        rows = [map(format_cell, row) for row in zip(*columns.values())]
        return block(f"Evaluation of {self.run.name}", table([name.replace("_", " ") for name in columns], rows))

    def plot(self, **options):
        """The confusion matrix of the run, for classes and labels; of a regression the boundary."""
        import numnet

        kind = numnet.figures.boundary if self.run.network.task == "regression" else numnet.figures.confusion
        return kind(self.run, **options)


def evaluate(run, data=None, T=None, encoding=None):
    """Loss and metrics of a `Run`, or of a run in a folder, on its own parts or on all of ``data``; an `Evaluation`.

    data: as for `fit`, with the target columns that the model was trained on; encoding: of its text, by default that of
    training, or found out.  Raises `DataError` in one sentence.

    >>> import numnet
    >>> run = numnet.fit("xor", hidden=(8,), epochs=300)
    >>> numnet.evaluate(run)["training"]["accuracy"]
    1.0
    """
    from numnet.runs.loading import load_run

    with called(TRAIN) as watcher:
        run = run if hasattr(run, "network") else load_run(run)
        return evaluated(run, source_of(data, T), watcher, encoding)


def evaluated(run, data, watcher, encoding=None):
    """What `evaluate` and the command share: the `Evaluation` of a `Run`."""
    parts = evaluation_parts(run, data, watcher, encoding)
    found = {name: {"rows": len(X), **run.measure(run.inputs(X), T, weights)} for name, X, T, weights in parts}
    return Evaluation(run, found)


def evaluation_parts(run, data, watcher, encoding=None):
    """[(name, X, T, weights)]: the parts of the run's own data, or all of the data named."""
    if data is None:
        parts = run.data()
        every = [("training", parts.X, parts.T, parts.weights("training")),
                 ("validation", parts.X_validation, parts.T_validation, parts.weights("validation")),
                 ("test", parts.X_test, parts.T_test, parts.weights("test"))]  # fmt: skip
        return [part for part in every if len(part[1])]
    with watcher.reading() as progress:
        dataset = run.read(data, progress, encoding)
    watcher.remarks(dataset)
    return [(dataset.name, dataset.X, dataset.T, None)]
