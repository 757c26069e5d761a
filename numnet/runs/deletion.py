"""Deleting a run folder: what numnet wrote in it, and nothing else.

A file is numnet's if it is a plain file, has a name that numnet gives, and holds the mark that numnet leaves in it.
"""

import errno
import os
from pathlib import Path

from numnet.data.dataset_file import DATA_FORMAT
from numnet.export import FORMATS
from numnet.export.tensorboard_format import EVENT_MARK, PARTS
from numnet.export.tensorboard_format import FILE as EVENTS
from numnet.files.atomic import clear_leftovers
from numnet.files.lock import LOCK_FILE, Lock
from numnet.files.plain_files import FOLDER, PLAIN, kind, open_plain
from numnet.model.model_file import MODEL_FORMAT
from numnet.runs.config import RUN_FORMAT, read_run_config
from numnet.runs.file_names import (
    CHECKPOINT,
    CONFIG,
    DATA,
    FIGURE_MARK,
    FIGURES,
    METRICS,
    MODEL,
    PAGE,
    PAGE_MARK,
    SLIDES,
    SNAPSHOTS,
)
from numnet.training.checkpoint import CHECKPOINT_FORMAT
from numnet.training.history import COLUMNS
from numnet.training.snapshots import SNAPSHOTS_FORMAT
from numnet.utils.system import patiently

# {folder: {name, or ending of a name: mark}}, outer folders first
TENSORBOARD = FORMATS["tensorboard"].file
PLACES = {
    "": {CONFIG: RUN_FORMAT, METRICS: ",".join(COLUMNS), MODEL: MODEL_FORMAT, CHECKPOINT: CHECKPOINT_FORMAT,
         SNAPSHOTS: SNAPSHOTS_FORMAT, DATA: DATA_FORMAT, PAGE: PAGE_MARK,
         **{entry.file: entry.mark for entry in FORMATS.values() if entry.mark}},
    **dict.fromkeys((FIGURES, SLIDES), dict.fromkeys((".png", ".svg", ".pdf", ".gif", ".mp4"), FIGURE_MARK)),
    TENSORBOARD: {},
    **{f"{TENSORBOARD}/{part}": {EVENTS: EVENT_MARK} for part in PARTS},
}  # fmt: skip
NEAR = 2**17  # bytes from either end of a file in which its mark is


def contents(path):
    """([files of numnet], [their folders, outer ones first], [names of all else]) in a run folder but its lock."""
    own, folders, foreign = [], [], []
    for place, marks in PLACES.items():
        folder = Path(path, place)
        if place and not (folder.parent in folders and kind(folder) == FOLDER):
            continue
        folders.append(folder)
        for item in sorted(folder.iterdir()):
            name = item.relative_to(path).as_posix()
            if name == LOCK_FILE or (name in PLACES and kind(item) == FOLDER):
                continue
            mark = marks.get(item.name) or marks.get(item.suffix)
            (own if mark and _holds(item, mark) else foreign).append(item)
    return own, folders, [item.relative_to(path).as_posix() for item in foreign]


def _holds(path, mark):
    """Whether a plain file holds a mark near one of its ends, as bytes or, as NumPy writes text, in four bytes each."""
    if kind(path) != PLAIN:
        return False
    with open_plain(path, 2**63) as file:
        near = file.read(NEAR)
        file.seek(max(len(near), os.fstat(file.fileno()).st_size - NEAR))
        near += file.read(NEAR)
    return mark.encode() in near or mark.encode("utf-32-le") in near


def delete_run(path):
    """Delete a run folder, config.json first: from there on it is no run.

    Raises ValueError for what is no run folder, a link to one, one that holds anything else, or is being written;
    OSError for what can't be deleted.
    """
    path = Path(path)
    if path.is_symlink():
        raise ValueError(f"{path} is a link; delete it by hand")
    read_run_config(path)
    if not os.access(path.parent, os.W_OK | os.X_OK):  # told before it is emptied
        raise PermissionError(errno.EACCES, "Permission denied", str(path.parent))
    with Lock(path):
        own, folders, foreign = contents(path)
        for folder in folders:
            clear_leftovers(folder)
        own, folders, foreign = contents(path)
        if foreign:
            raise ValueError(f"{path} holds {', '.join(foreign)}, which numnet did not write; delete it by hand")
        for file in sorted(own, key=lambda file: file.name != CONFIG):
            patiently(os.unlink, file)
        for folder in folders[:0:-1]:
            patiently(os.rmdir, folder)
    patiently(os.rmdir, path)
