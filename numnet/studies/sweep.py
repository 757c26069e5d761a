"""A sweep's folder: which configurations are to be trained with which seeds, and what came of it so far."""

import math
import time
from pathlib import Path

from numnet.data.record_schema import DATA_SHAPE
from numnet.files.atomic import clear_leftovers, write_whole
from numnet.files.csv_files import csv_text, read_csv_text
from numnet.files.json_files import read_config, write_json
from numnet.files.plain_files import reason
from numnet.files.schema import PATH, SHARE, TEXT, Kind, check, one_of, optional, whole
from numnet.model.tasks import TASKS
from numnet.runs.saving import save_data
from numnet.studies.limits import MOST_SEEDS
from numnet.studies.search_space import METHODS
from numnet.studies.study_display import sweep_html, sweep_words
from numnet.utils.frames import frame, number_column, option_column
from numnet.utils.habits import Remedies
from numnet.utils.wording import plural

SWEEP_FORMAT = "numnet-sweep-2"
DRAW = Kind("an object", lambda value: isinstance(value, dict))  # of configurations at random: how many, by which seed
RUNGS = Kind("a list of epochs", lambda value: isinstance(value, list) and len(value) > 0
             and all(type(epochs) is int and epochs > 0 for epochs in value))  # fmt: skip
SEARCH_SHAPE = {"tpe": {"random": {"count": whole(1), "seed": whole()}, "batch": whole(1), "optuna": TEXT},
                "halving": {"rungs": RUNGS}}  # fmt: skip
SWEEP_SHAPE = {"command": PATH, "axes": {...: [TEXT]}, "fixed": [PATH], "configurations": [{...: TEXT}],
         "seeds": whole(1, MOST_SEEDS), "random": optional(DRAW), "task": one_of(TASKS), "validation": SHARE,
         "data": DATA_SHAPE, "versions": {}, "search?": one_of(METHODS)}  # fmt: skip
SAVE_SECONDS, SAVE_SHARE = 1.0, 0.05  # results are written at most so often, in at most this part of the time


class Sweep(Remedies):
    """Configurations × seeds, and a row of results for each training that has ended.

    ``configurations``: list of {option: value as typed}; ``seeds``: each is trained with 0, …, seeds − 1; ``rows``:
    {(configuration, seed): {column: text}}, ``config``: what config.json holds; ``path``: the folder, or None.

    results.csv has a line for each training: losses and metrics of the weights that ``numnet train`` would have kept,
    the losses of the last epoch, best_epoch, updates, seconds, and diverged (0 or 1); of successive halving also rung,
    1, 2, …: how far it was trained.  Only seconds differ between two sweeps of the same command.
    """

    def __init__(self, path, config, rows=()):
        self.path, self.config, self.rows = path and Path(path), config, dict(rows)
        self.configurations, self.seeds = config["configurations"], config["seeds"]
        self._save_at = 0.0

    @property
    def name(self):
        """The folder, as text; of a sweep in memory ``the sweep``."""
        return "the sweep" if self.path is None else str(self.path)

    @property
    def options(self):
        """The options that were given, in the order of the columns."""
        return list(self.configurations[0])

    @property
    def varied(self):
        """The options of which more than one value is tried."""
        return [name for name in self.options if len({one[name] for one in self.configurations}) > 1]

    @property
    def metric(self):
        """ "accuracy", "r2" or "label_accuracy"."""
        return TASKS[self.config["task"]].metric

    @property
    def header(self):
        """Header of results.csv."""
        return ["configuration", *self.options, "seed", *self.results]

    @property
    def results(self):
        """The columns of results.csv that a training fills."""
        return [*result_columns(self.metric), *(["rung"] if self.rungs else [])]

    @property
    def rungs(self):
        """Epochs after which successive halving chooses, the last one included; of any other search none."""
        return self.config.get("rungs", [])

    @property
    def words(self):
        """What is to be trained, in words."""
        configurations, seeds = plural(len(self.configurations), "configuration"), plural(self.seeds, "seed")
        return f"{configurations} × {seeds} = {plural(self.total, 'training')}"

    @property
    def total(self):
        """Trainings in all."""
        return len(self.configurations) * self.seeds

    @property
    def done(self):
        """Trainings that have ended."""
        return len(self.rows)

    def columns(self):
        """{column of results.csv: array (trainings,)}, a row for each that has ended, as results.csv has them.

        Options are int64 or float64 where all values are numbers, else texts; results, too, NaN where there is none;
        ``diverged`` bool.
        """
        cells = dict(zip(self.header, map(list, zip(*self._lines()))))
        values = {name: cells.get(name, []) for name in self.header}
        return {
            "configuration": number_column(values["configuration"]),
            **{name: option_column(values[name]) for name in self.options},
            "seed": number_column(values["seed"]),
            **result_arrays(values, self.metric),
            **({"rung": number_column(values["rung"])} if self.rungs else {}),
        }

    def frame(self):
        """The columns as a pandas.DataFrame.  Raises ImportError where pandas is missing."""
        return frame(self.columns())

    def plot(self, **options):
        """`numnet.figures.sweep` of it, which takes the options; returns axes."""
        import numnet

        return numnet.figures.sweep(self, **options)

    def __repr__(self):
        return f"<{sweep_words(self)}>"

    _repr_html_ = sweep_html

    def missing(self):
        """(configuration, seed) of trainings that are still to do: all with seed 0 first, then all with 1, …"""
        everything = ((c, seed) for seed in range(self.seeds) for c in range(len(self.configurations)))
        return [key for key in everything if key not in self.rows]

    def run(self, trials, recipe, threads=None, report=None, going=None):
        """Train what is missing.  ``recipe(configuration, seed)`` gives (optimizer, options) to these `Trials`.

        ``report(row)`` is called after each training; ``going`` as in `train_each`.  What has ended is in results.csv
        however this ends.
        """

        self.train(trials, self.missing(), lambda key: recipe(*key), outcome, self.keep, threads, report, going)

    def train(self, trials, keys, recipe, finish, keep, threads=None, report=None, going=None):
        """Train ``keys`` as `Trials.run` does; ``keep(key, what finish left)`` returns the row of each."""

        def done(key, ended):
            row = keep(key, ended)
            if report is not None:
                report(row)

        try:
            trials.run(keys, recipe, finish, done, threads, going)
        finally:
            self.save()

    def keep(self, key, row):
        """Enter the row of a training, and save once in a while; returns the row."""
        self.rows[key] = row
        if time.monotonic() >= self._save_at:
            self.save()
        return row

    def add(self, configurations):
        """More configurations, at the end: in config.json before the first of their rows can be in results.csv."""
        self.configurations.extend(configurations)
        if self.path is not None:
            write_json(self.path / "config.json", self.config)

    def read_again(self):
        """What is there when the folder is locked: another process may have gone on; what it left unfinished goes."""
        clear_leftovers(self.path)
        self.rows = _read_rows(self.path / "results.csv", self)

    def save(self):
        """Write results.csv, whole, in the order of configurations and seeds; nothing of a sweep in memory."""
        if self.path is None:
            return
        begun = time.monotonic()
        write_whole(self.path / "results.csv", csv_text(self.header, self._lines()))
        now = time.monotonic()
        self._save_at = now + max(SAVE_SECONDS, (now - begun) / SAVE_SHARE)

    def _lines(self):
        """The lines of results.csv, in the order of configurations and seeds."""
        for (c, seed), row in sorted(self.rows.items()):
            yield [c, *self.configurations[c].values(), seed, *row.values()]


def result_columns(metric):
    """The columns of results.csv that a training fills."""
    figures = ["loss", metric]
    kept = [f"{part}_{name}" for name in figures for part in ("train", "validation")]
    return [*kept, "final_train_loss", "final_validation_loss", "best_epoch", "updates", "seconds", "diverged"]


def result_arrays(cells, metric):
    """{column: array} of the columns that a training fills, from {column: texts}."""
    arrays = {name: number_column(cells[name]) for name in result_columns(metric)}
    return {**arrays, "diverged": arrays["diverged"].astype(bool)}


def outcome(trial):
    """{column: text} of a `Trial` that has ended."""
    figures, history = trial.figures(), trial.history
    values = {**figures, **figures["metrics"], "diverged": int(history.status == "diverged")}
    values["final_train_loss"] = float(history.train_loss[-1])
    values["final_validation_loss"] = float(history.validation_loss[-1])
    return {name: cell(values.get(name)) for name in result_columns(history.metric_name)}


def cell(value):
    """A number as text that gives the same number back; nothing for None and NaN."""
    if value is None or value != value:
        return ""
    return str(value) if isinstance(value, int) else repr(float(value))


def make_sweep(new_folder, config, dataset):
    """This `NewFolder` with config.json, an empty results.csv, and data that no file has; returns its `Sweep`."""
    config = {"format": SWEEP_FORMAT, **config}

    def write(folder):
        save_data(config, dataset, folder)
        write_json(folder / "config.json", config)
        Sweep(folder, config).save()

    return Sweep(new_folder.fill(write), config)


def load_sweep(path):
    """The `Sweep` in a folder, as far as it went.  Raises ValueError, in one line, for another or a damaged folder."""
    path = Path(path)
    config = read_config(path, "sweep", SWEEP_FORMAT, SWEEP_SHAPE)
    try:
        check(config, SEARCH_SHAPE.get(config.get("search"), {}))
    except ValueError as error:
        raise ValueError(f"{path / 'config.json'} is damaged: {error}") from None
    names = [*config["axes"]]
    if not names or not config["configurations"] or any([*one] != names for one in config["configurations"]):
        raise ValueError(f"{path / 'config.json'} is damaged: every configuration must have the options of axes")
    sweep = Sweep(path, config)
    try:
        sweep.rows = _read_rows(path / "results.csv", sweep)
    except (OSError, ValueError, LookupError) as error:
        raise ValueError(f"{path / 'results.csv'} is damaged: {reason(error)}") from None
    return sweep


def _read_rows(path, sweep):
    lines, header = read_csv_text(path), sweep.header
    if next(lines, None) != header:
        raise ValueError(f"it must have the columns {','.join(header)}")
    rows = {}
    for number, cells in enumerate(lines, 2):
        row = dict(zip(header, cells, strict=True))
        c, seed = int(row["configuration"]), int(row["seed"])
        chosen = sweep.configurations[c] if 0 <= c < len(sweep.configurations) else None
        if chosen is None or not 0 <= seed < sweep.seeds or any(row[name] != text for name, text in chosen.items()):
            raise ValueError(f"line {number} is of no configuration of config.json")
        rows[c, seed] = {name: row[name] for name in sweep.results}
        if sweep.rungs and int(row["rung"]) not in range(1, len(sweep.rungs) + 1):
            raise ValueError(f"line {number}: there is no rung {row['rung']}")
        for name, text in rows[c, seed].items():
            if text and not math.isfinite(float(text)) and "loss" not in name:
                raise ValueError(f"line {number}: {name} is {text}")
    return rows
