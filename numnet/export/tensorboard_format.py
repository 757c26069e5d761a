"""TensorBoard: the history as event files, ``train`` and ``validation`` as two runs with the same tags.

The tags are the columns of metrics.csv: loss and metric of either part; learning_rate and gradient_norm in ``train``.
Steps are epochs; the clock begins when the run folder was written.
"""

import io
import math
import os

from numnet.export.format import Format
from numnet.files.atomic import write_whole
from numnet.files.plain_files import own_path

PARTS = ("train", "validation")  # folders
FILE, EVENT_MARK = "events.out.tfevents.0.numnet", "brain.Event:2"


def scalars(run):
    """{part: {tag: (n,) values}} of a run's history; a validation part only where there was one."""
    history = run.history
    columns = {
        "train": {"loss": history.train_loss, history.metric_name: history.train_metric,
                  "learning_rate": history.learning_rate, "gradient_norm": history.gradient_norm},
        "validation": {"loss": history.validation_loss, history.metric_name: history.validation_metric},
    }  # fmt: skip
    if not any(map(math.isfinite, history.validation_loss)):
        del columns["validation"]
    return columns


def event_file(history, columns, began):
    """The bytes of an event file: {tag: (n,) values}; values that are not finite are left out."""
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.summary.writer.record_writer import RecordWriter

    file = io.BytesIO()
    writer = RecordWriter(file)
    writer.write(Event(wall_time=began, file_version=EVENT_MARK).SerializeToString())
    for k, (epoch, seconds) in enumerate(zip(history.epoch.tolist(), history.seconds.tolist())):
        values = [Summary.Value(tag=tag, simple_value=float(column[k])) for tag, column in columns.items()
                  if math.isfinite(column[k])]  # fmt: skip
        event = Event(wall_time=began + seconds, step=epoch, summary=Summary(value=values))
        writer.write(event.SerializeToString())
    return file.getvalue()


def write(run, path):
    """Write path/train and path/validation, for ``tensorboard --logdir``."""
    seconds = float(run.history.seconds[-1] if len(run.history) else 0)
    began = os.lstat(run.path / "config.json").st_mtime - seconds
    files = {part: event_file(run.history, columns, began) for part, columns in scalars(run).items()}
    for part, content in files.items():  # no folder is made before there is what comes into it
        write_whole(own_path(path.parent, path.name, part, FILE), content)


FORMAT = Format("tensorboard", "tensorboard", "metrics.csv as event files, in a folder", write, "", extra="tensorboard")
