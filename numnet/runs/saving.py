"""A `Run` written into a folder."""

from numnet.data.dataset_file import save_dataset
from numnet.files.atomic import write_whole
from numnet.files.json_files import write_json
from numnet.files.new_folder import NewFolder
from numnet.files.plain_files import kind, read_plain
from numnet.model.model_file import save_model
from numnet.runs.file_names import CHECKPOINT, CONFIG, DATA, METRICS, MODEL, SNAPSHOTS
from numnet.runs.metrics_file import metrics_text
from numnet.training.checkpoint import save_checkpoint


def write_end(run, folder, metrics):
    """Write what a `Run` has learned: snapshots, metrics.csv with this text, model."""
    if run.recorded is not None:
        run.recorded.save(folder / SNAPSHOTS)
    write_whole(folder / METRICS, metrics)
    save_model(folder / MODEL, run.network)


def save_data(config, dataset, folder):
    """Write data that no other file has into the folder of what was trained on them."""
    if config["data"].get("kept"):
        save_dataset(dataset, folder / DATA)


def save_run(run, out):
    """Write a `Run` into a new folder ``out``; returns its path.  Raises OSError, FileExistsError for one that exists.

    Of a run in a folder the files are copied; one that was trained on data without a file takes them along.
    """

    def write(folder):
        if run.path is not None:
            for name in (CHECKPOINT, SNAPSHOTS, METRICS, MODEL, DATA, CONFIG):
                if kind(run.path / name) is not None:
                    write_whole(folder / name, read_plain(run.path / name, 2**63))
            return
        save_data(run.config, run.parts.dataset, folder)
        write_end(run, folder, metrics_text(run.history))
        save_checkpoint(folder / CHECKPOINT, run.last.checkpoint, run.last.anchor, recovery=run.last.events)
        write_json(folder / CONFIG, run.config)

    return NewFolder(out, run.name).fill(write)
