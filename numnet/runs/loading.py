"""A run folder read back as a `Run`, finished or still being written."""

from pathlib import Path

from numnet.kernels.codes import Column, Counter
from numnet.model.model_file import load_model
from numnet.model.network import Network
from numnet.model.tasks import TASKS
from numnet.runs.config import read_run_config
from numnet.runs.file_names import CHECKPOINT, MODEL
from numnet.runs.metrics_file import read_metrics
from numnet.runs.run import Run
from numnet.training.checkpoint import load_checkpoint, shape_of
from numnet.training.history import History


def load_run(path):
    """A run folder as a `Run`: ``.network .history .config .data() .forward(X) .predict(X)``.

    Raises ValueError, in one line, for a folder that is no run, or a damaged one.
    """
    path = Path(path)
    if not path.is_dir():
        raise ValueError(f"no run folder {path}; `numnet train` prints where it writes one")
    config = read_run_config(path)
    running = config["result"]["status"] == "running"  # now, or until it was killed
    checkpoint = load_checkpoint(path / CHECKPOINT)[0] if running else None  # before the metrics: they are ahead
    table = read_metrics(path, config["task"])
    network = load_model(path / MODEL, Network)
    about, inputs = config["data"], list(network.terms.texts if network.terms else ())
    expected = (
        config["task"],
        tuple(about["features"]),
        tuple(about["target_names"]),
        tuple(config["network"]["sizes"]),
        config["options"].get("inputs", []),
    )
    found = (network.task, network.feature_names, network.target_names, network.sizes, inputs)
    if found != expected:
        raise ValueError(f"{path} is damaged: model.safetensors is another run's model, it does not fit config.json")
    if running:
        table = checkpoint.table(table[:, Column.SECONDS])
        _give_weights(network, checkpoint, path)
    return Run(path, network, _history(table, config, checkpoint), config)


def is_model_file(path):
    """Whether a path leads to the file of a model alone."""
    return Path(path).suffix == ".safetensors" and Path(path).is_file()


def load_trained(path):
    """A run folder as `load_run` reads it, or the file of a model alone, as the live page saves it, as a `Run`.

    That one has no history, and no data: name some.  Raises ValueError, in one line, for what is neither.
    """
    path = Path(path)
    if not is_model_file(path):
        return load_run(path)
    network = load_model(path, Network)
    if network.feature_names is None or network.target_names is None:
        raise ValueError(f"{path} does not name its features and targets; save the network of a run, or of the page")
    targets = [] if network.task in ("binary", "multiclass") else list(network.target_names)
    return Run(None, network, None, {"task": network.task, "data": {"name": path.stem, "targets": targets}})


def _give_weights(network, checkpoint, path):
    """The weights that the run would keep if it ended at the checkpoint."""
    if checkpoint.about["shape"] != shape_of(network):
        raise ValueError(f"{path} is damaged: checkpoint.safetensors is another run's, it does not fit the model")
    network.parameters[:] = checkpoint.kept


def _history(table, config, checkpoint):
    """The `History` of a table with the result in config.json; of a run that goes on, with what its checkpoint says."""
    names = ("epochs", "updates", "best_epoch", "status", "compile_seconds", "diagnosis")
    result = {name: config["result"][name] for name in names}
    if checkpoint is not None:
        counter = checkpoint.counter
        result |= {"epochs": checkpoint.epochs, "updates": int(counter[Counter.UPDATE]),
                   "best_epoch": int(counter[Counter.BEST_EPOCH])}  # fmt: skip
    return History(table, TASKS[config["task"]].metric, **result)
