"""A sweep's folder: which configurations are to be trained with which seeds, and what came of it so far."""

from contextlib import suppress
from pathlib import Path

import numpy as np

from numnet.data.record_schema import DATA_SHAPE
from numnet.files.json_files import read_config, write_json
from numnet.files.plain_files import reason
from numnet.files.schema import PATH, SHARE, TEXT, Kind, check, one_of, optional, whole
from numnet.model.tasks import TASKS
from numnet.runs.saving import save_data
from numnet.studies.configurations_file import read_configurations, write_configurations
from numnet.studies.limits import MOST_SEEDS
from numnet.studies.parts import part_files
from numnet.studies.results import ResultsFile, Rows, SharedFile, outcome, read_rows, result_arrays, result_columns
from numnet.studies.search_space import MAX_TRAININGS, METHODS
from numnet.studies.study_display import sweep_html, sweep_words
from numnet.utils.frames import frame, option_column
from numnet.utils.habits import Remedies
from numnet.utils.wording import plural

SWEEP_FORMAT = "numnet-sweep-2"
DRAW = Kind("an object", lambda value: isinstance(value, dict))  # of configurations at random: how many, by which seed
RUNGS = Kind("a list of epochs", lambda value: isinstance(value, list) and len(value) > 0
             and all(type(epochs) is int and epochs > 0 for epochs in value))  # fmt: skip
SEARCH_SHAPE = {"tpe": {"random": {"count": whole(1), "seed": whole()}, "batch": whole(1), "optuna": TEXT},
                "halving": {"rungs": RUNGS}}  # fmt: skip
SWEEP_SHAPE = {"command": PATH, "axes": {...: [TEXT]}, "fixed": [PATH], "configurations?": [{...: TEXT}],
         "seeds": whole(1, MOST_SEEDS), "random": optional(DRAW), "task": one_of(TASKS), "validation": SHARE,
         "data": DATA_SHAPE, "versions": {}, "search?": one_of(METHODS)}  # fmt: skip
RESULTS = "results.csv"


class Sweep(Remedies):
    """Configurations × seeds, and a row of results for each training that has ended.

    ``configurations``: list of {option: value as typed}; ``seeds``: each is trained with 0, …, seeds − 1; ``rows``:
    {(configuration, seed): {column: text}}, see `Rows`; ``config``: what config.json holds; ``path``: the folder, or
    None.

    results.csv has a line for each training: losses and metrics of the weights that ``numnet train`` would have kept,
    the losses of the last epoch, best_epoch, updates, seconds, diverged (0 or 1), of successive halving rung, 1, 2, …,
    how far it was trained, and the machine that trained it, host name and processor.  Only seconds and machine differ
    between two sweeps of the same command.
    """

    def __init__(self, path, config, rows=()):
        self.path, self.config = path and Path(path), config
        self.configurations, self.seeds = config["configurations"], config["seeds"]
        self.rows = self._no_rows()
        self.rows.update(rows)

    def _no_rows(self):
        return Rows(self.configurations, self.seeds, result_columns(self.metric, self.rungs))

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
    def adaptive(self):
        """Whether what is trained next depends on results: then the end alone tells how many trainings there are."""
        return self.config.get("search") in ("tpe", "halving")

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

    @property
    def kept(self):
        """``3 of 12 trainings are kept``, or where only the end tells how many there are, ``kept are 3 trainings``."""
        return f"kept are {plural(self.done, 'training')}" if self.adaptive else (
            f"{self.done} of {plural(self.total, 'training')} are kept")  # fmt: skip

    @property
    def header(self):
        """Header of results.csv."""
        return self.rows.header

    def columns(self):
        """{column of results.csv: array (trainings,)}, a row for each that has ended, as results.csv has them.

        Options are int64 or float64 where all values are numbers, else texts; results, too, NaN where there is none;
        ``diverged`` bool.
        """
        places = np.array([*self.rows], np.int64).reshape(-1, 2)
        options = {name: option_column([one[name] for one in self.configurations]) for name in self.options}
        blocks = [result_arrays(block.__getitem__, self.metric, self.rungs) for block in self.rows.blocks()]
        return {
            "configuration": places[:, 0],
            **{name: values[places[:, 0]] for name, values in options.items()},
            "seed": places[:, 1],
            **{name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]},
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

    def missing(self, part=None):
        """(configuration, seed) of trainings that are still to do: all with seed 0 first, then all with 1, …

        part: the `Part` to which they belong.
        """
        everything = ((c, seed) for seed in range(self.seeds) for c in range(len(self.configurations)))
        mine = everything if part is None else (key for key in everything if part.has(key[0] * self.seeds + key[1]))
        return [key for key in mine if key not in self.rows]

    def run(self, trials, recipe, threads=None, report=None, going=None, executor=None, part=None):
        """Train what is missing; of a `Part` only that.  ``recipe(configuration, seed)``: (optimizer, options).

        ``report(row)`` is called after each training in `Trials`; ``going`` and ``executor`` as in `Trials.run`.  What
        has ended is in results.csv, of a part in its own file, however this ends.
        """
        keys = self.missing(part)
        how = threads, report, going, executor
        self.train(trials, keys, lambda key: recipe(*key), outcome, self.enter, *how, part)

    def train(
        self, trials, keys, recipe, finish, enter, threads=None, report=None, going=None, executor=None, part=None
    ):
        """Train ``keys`` as `Trials.run` does; ``enter(key, what finish left)`` puts the row in, and returns it."""
        kept = self.rows if part is None else self._no_rows()
        file = self._file(kept, part)

        def done(key, left):
            row = enter(key, left)
            if part is not None:
                kept[key] = row
            if file is not None:
                file.save(soon=True)
            if report is not None:
                report(row)

        try:
            trials.run(keys, recipe, finish, done, threads, going, executor)
        finally:
            if part is None:
                self.save()
            else:
                file.save()

    def enter(self, key, row):
        """Put a row in; returns it."""
        self.rows[key] = row
        return row

    def add(self, configurations):
        """More configurations, at the end: in their file before the first of their rows can be in results.csv."""
        self.configurations.extend(configurations)
        if self.path is not None:
            write_configurations(self.path, self.configurations)

    def _file(self, rows, part=None):
        """The file that is to hold these `Rows`; None of a sweep in memory."""
        if self.path is None:
            return None
        return ResultsFile(self.path / RESULTS, rows) if part is None else SharedFile(self.path / part.file, rows)

    def read_again(self):
        """Read what is there by now: other processes may have gone on, with all of it or with parts.

        Raises ValueError, in one line, for a damaged file, or two that contradict each other.
        """
        rows = self.rows
        rows.clear()
        for path in [*part_files(self.path), self.path / RESULTS]:  # results.csv last: it is whole when others go
            try:
                read_rows(path, rows)
            except FileNotFoundError:
                if path.name == RESULTS:
                    raise ValueError(f"{self.path} is damaged: it has lost its {RESULTS}") from None
            except (OSError, ValueError, LookupError) as error:
                raise ValueError(f"{path} is damaged: {reason(error)}") from None
        known = {str(rung) for rung in range(1, len(self.rungs) + 1)}
        if known and not known.issuperset(rows.column("rung")):
            raise ValueError(f"{self.path / RESULTS} is damaged: rung must be 1 to {len(self.rungs)}")

    def save(self):
        """Write results.csv, whole, in the order of configurations and seeds; nothing of a sweep in memory.

        When it holds every training, the files of parts have nothing more to say, and go.
        """
        if self.path is None:
            return
        self._file(self.rows).save()
        if self.done == self.total:
            for path in part_files(self.path):
                with suppress(OSError):  # Windows keeps what another process has open
                    path.unlink()


def make_sweep(new_folder, config, dataset):
    """This `NewFolder` with all that a `Sweep` needs, no results yet, and data that no file has; returns the sweep."""
    config = {"format": SWEEP_FORMAT, **config}

    def write(folder):
        save_data(config, dataset, folder)
        write_configurations(folder, config["configurations"])
        write_json(folder / "config.json", {name: value for name, value in config.items() if name != "configurations"})
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
    if "configurations" not in config:  # which older versions kept in config.json
        config["configurations"] = read_configurations(path, names)
    if not names or not config["configurations"] or any([*one] != names for one in config["configurations"]):
        raise ValueError(f"{path / 'config.json'} is damaged: every configuration must have the options of axes")
    if len(config["configurations"]) * config["seeds"] > MAX_TRAININGS:
        raise ValueError(f"{path / 'config.json'} is damaged: it has more than {MAX_TRAININGS} trainings")
    sweep = Sweep(path, config)
    sweep.read_again()
    return sweep
