"""One training with the options of ``numnet train``, for the commands train, compare and sweep.

``options`` are a dictionary with the names and values of the command line: hidden, activation, loss, init, dtype, seed,
batch_size, epochs, evaluate_every, threads, device, specialize, l1, l2, dropout, clip_norm, schedule, patience,
no_shuffle, no_scale, inputs.
"""

from dataclasses import fields

from numnet.data.input_terms import InputTerms
from numnet.data.split_dataset import SplitDataset, fit_scaler, scaled
from numnet.kernels.codes import Status
from numnet.model.samples import prepare_samples
from numnet.runs.run import Run, network_for
from numnet.training.checkpoint import Checkpoint
from numnet.training.options import TrainOptions
from numnet.training.training import Training


class SplitData:
    """A data set split and scaled: ``parts``, and the ``scaler`` of the training part or None.  Raises `DataError`.

    ``inputs``: the terms that are computed from the features, as texts; none: the features are the inputs.
    """

    def __init__(self, dataset, validation, seed, scale=True, inputs=()):
        terms = InputTerms.parse(inputs, dataset.feature_names)
        self.dataset, self.parts = dataset, SplitDataset.of(dataset, validation, seed, terms)
        self.scaler = fit_scaler(self.parts) if dataset.scale and scale else None
        self._samples = {}

    @classmethod
    def by(cls, dataset, validation, options):
        """As the options say: their seed, whether they scale, their inputs."""
        return cls(dataset, validation, options["seed"], not options["no_scale"], options["inputs"])

    def network(self, options):
        """The `Network` of these options for this data set, with its scaler and columns."""
        network = network_for(self.dataset, options)
        network.scaler, network.columns = self.scaler, self.parts.columns
        return network

    def samples(self, network):
        """`Samples` for a network of this data set; in memory once for each dtype."""
        if network.dtype not in self._samples:
            (X, T, weights), validation = scaled(self.parts, self.scaler, network.dtype)
            self._samples[network.dtype] = prepare_samples(network, X, T, validation, weights)
        return self._samples[network.dtype]


class Trial:
    """A training on a `SplitData`: ``advance()`` until it says False, then ``keep()``, then ``figures()``.

    ``resume``: the `Checkpoint` to go on from; ``until``: the epoch to pause after, where ``checkpoint`` is then the
    state to go on from.  Raises ValueError, TypeError or MemoryError for options that don't go together, or are not the
    checkpoint's.
    """

    def __init__(self, data, optimizer, options, resume=None, until=None):
        self.parts, self.history, self.until, self.checkpoint = data.parts, None, until, None
        self.network = data.network(options)
        named = {"optimizer": optimizer, "shuffle": not options["no_shuffle"]}
        names = (field.name for field in fields(TrainOptions) if field.name not in named)
        train_options = TrainOptions(**named, **{name: options[name] for name in names})
        self.training = Training.prepared(self.network, data.samples(self.network), train_options, resume)

    def advance(self):
        """Train for about 50 ms; returns whether the training goes on."""
        return self.training.advance(self.until) and (self.until is None or self.training.epochs_done < self.until)

    def keep(self, status=None):
        """Give the network the weights that a run keeps: of the lowest validation loss, else the last ones.

        ``status``: of the history, if not the training's own.
        """
        if self.until is not None and self.training.status != Status.DIVERGED:
            self.checkpoint = Checkpoint.of(self.training)  # before its last weights give way to the best ones
        self.network.parameters[:] = self.training.best
        self.history = self.training.history
        self.history.status = status or self.history.status

    def figures(self):
        """Losses and metrics of the weights that are kept, metrics in original units; None for a part without rows."""
        model, samples, metrics = Run(None, self.network, self.history, {}), self.training.samples, {}
        parts = self.parts
        measured = {"train": (samples.X, parts.T, parts.weights("training")),
                    "validation": (samples.validation_X, parts.T_validation, parts.weights("validation"))}  # fmt: skip
        if len(parts.test):
            test = parts.standardised("test", self.network.scaler, self.network.dtype)
            measured["test"] = test, parts.T_test, parts.weights("test")
        for part, (X, T, weights) in measured.items():
            values = model.measure(X, T, weights) if len(X) else {}
            metrics.update({f"{part}_{name}": value for name, value in values.items() if isinstance(value, float)})
        losses = {f"{part}_loss": metrics.pop(f"{part}_loss", None) for part in measured}
        return {
            "epochs": self.history.epochs,
            "updates": self.history.updates,
            "seconds": self.training.seconds,
            "compile_seconds": self.training.compile_seconds,
            **losses,
            "metrics": metrics,
            "best_epoch": self.history.best_epoch if self.training.has_validation else self.history.epochs,
        }
