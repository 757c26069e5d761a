"""A comparison: competitors that differ in a few options, all trained with the same seeds, and their curves."""

import math
from array import array
from pathlib import Path
from typing import NamedTuple

import numpy as np

from numnet.data.record_schema import DATA_SHAPE
from numnet.files.atomic import write_whole
from numnet.files.csv_files import csv_text, read_csv_text
from numnet.files.json_files import read_config, write_json
from numnet.files.plain_files import reason
from numnet.files.schema import FLAG, NUMBER, PATH, POSITIVE, TEXT, one_of, optional, whole
from numnet.model.tasks import TASKS
from numnet.studies.limits import MOST_ROWS, MOST_SEEDS
from numnet.studies.ranking import quantile
from numnet.studies.results import cell, result_arrays, result_columns, with_machine
from numnet.studies.study_display import comparison_html, comparison_words
from numnet.utils.frames import frame, number_column, text_column

COMPARISON_FORMAT = "numnet-comparison-2"
COMPETITOR = {"name": TEXT, "optimizer": TEXT, "learning_rate": POSITIVE, "options": {...: TEXT}}
COMPARISON_SHAPE = {"command": PATH, "seeds": whole(1, MOST_SEEDS), "part": one_of(("train", "validation")),
         "target_loss": optional(NUMBER), "task": one_of(TASKS), "data": DATA_SHAPE, "versions": {},
         "options": {"epochs": whole(1), "evaluate_every": whole(1)}, "same_weights": FLAG, "fixed": [PATH],
         "competitors": [COMPETITOR]}  # fmt: skip
CURVE_COLUMNS = ("epoch", "step", "seconds", "train_loss", "validation_loss", "train_metric", "validation_metric")


class CompetitorScore(NamedTuple):
    """The result of a competitor.  Triples are (median, lower quartile, upper quartile) over the seeds."""

    competitor: int  # its place in Comparison.competitors
    loss: tuple  # of the part compared, after the last epoch; infinite for a training that diverged
    metric: tuple  # of the validation part where there is one; −infinite for a training that diverged
    diverged: int  # of the seeds
    updates: int | None  # until the median loss reached the target, None if never; so are seconds
    seconds: float | None


class Comparison:
    """Competitors × seeds, a row of results and a curve for each.

    ``competitors``: list of {"name", "optimizer", "learning_rate", "options"}, options as typed; ``seeds``: each is
    trained with 0, …, seeds − 1; ``results``: {(competitor, seed): {column: text}}; ``curves``: {(competitor, seed):
    array (rows, 7) of `CURVE_COLUMNS`}, a row for every epoch that was evaluated; ``config``: what config.json holds.
    """

    def __init__(self, path, config, results, curves):
        self.path, self.config = path and Path(path), {"format": COMPARISON_FORMAT, **config}
        self.results, self.curves = results, curves
        self.competitors, self.seeds = config["competitors"], config["seeds"]
        epochs, every = config["options"]["epochs"], config["options"]["evaluate_every"]
        self.rows = len(range(0, epochs, every)) + 1  # of a curve that ran to its end

    @property
    def metric(self):
        """ "accuracy", "r2" or "label_accuracy"."""
        return TASKS[self.config["task"]].metric

    @property
    def held_out(self):
        """Whether there is a validation part."""
        return not np.isnan(self.values(0, "validation_loss")[:, 0]).any()

    def values(self, competitor, column):
        """Values (seeds, rows) of one of `CURVE_COLUMNS`; after divergence a loss is ∞, a metric −∞, the others NaN."""
        k = CURVE_COLUMNS.index(column)
        filler = {"loss": math.inf, "metric": -math.inf}.get(column.rpartition("_")[2], math.nan)
        values = np.full((self.seeds, self.rows), filler)
        for seed in range(self.seeds):
            curve = self.curves[competitor, seed]
            values[seed, : len(curve)] = curve[:, k]
            if math.isinf(filler) and self.results[competitor, seed]["diverged"] == "1":
                broken = ~np.isfinite(curve[:, CURVE_COLUMNS.index("train_loss")])
                values[seed, : len(curve)][broken] = filler
                values[seed, -1] = filler
        return values

    def quartiles(self, competitor, column):
        """(median, lower, upper) of `values` over the seeds, each (rows,)."""
        ordered = np.sort(self.values(competitor, column), axis=0)
        return tuple(quantile(ordered, share) for share in (0.5, 0.25, 0.75))

    def along(self, competitor, column):
        """Epochs, updates ("step") or seconds (rows,) at the rows: the median over the seeds that got so far.

        NaN where none did.
        """
        values = self.values(competitor, column)
        reached = ~np.isnan(values).all(axis=0)
        return np.array([np.nanmedian(row) if some else math.nan for row, some in zip(values.T, reached)])

    def target(self, part=None):
        """The loss whose reaching is timed: as given, else the lowest that every competitor's median reaches.

        Competitors whose median ends no lower than it began, or diverged, do not count; None where none is left.
        """
        if self.config["target_loss"] is not None:
            return self.config["target_loss"]
        medians = [self.quartiles(c, f"{part or self.config['part']}_loss")[0] for c in range(len(self.competitors))]
        return max((float(median.min()) for median in medians if median[-1] < median[0]), default=None)

    def standings(self, part=None):
        """A `CompetitorScore` of every competitor, best first."""
        part, target = part or self.config["part"], self.target(part)
        scores = [self._score(c, part, target) for c in range(len(self.competitors))]
        return sorted(scores, key=lambda score: (score.loss[0], score.diverged, score.loss[2], score.competitor))

    def _score(self, c, part, target):
        loss, metric = (self.quartiles(c, f"{which}_{name}") for which, name in (
            (part, "loss"), ("validation" if self.held_out else "train", "metric")))  # fmt: skip
        diverged = sum(self.results[c, seed]["diverged"] == "1" for seed in range(self.seeds))
        hit = np.flatnonzero(loss[0] <= target) if target is not None else ()
        updates, seconds = (float(self.along(c, name)[hit[0]]) if len(hit) else None for name in ("step", "seconds"))
        ends = (tuple(float(values[-1]) for values in triple) for triple in (loss, metric))
        return CompetitorScore(c, *ends, diverged, None if updates is None else round(updates), seconds)

    def columns(self):
        """{column of results.csv: array (trainings,)}, a row for each competitor and seed, as results.csv has them.

        Names are texts; learning_rate and results numbers, NaN where there is none; ``diverged`` bool.
        """
        names = result_header(self.metric)
        cells = dict(zip(names, map(list, zip(*self._result_rows()))))
        return {
            **{name: text_column(cells[name]) for name in ("competitor", "optimizer")},
            "learning_rate": np.array(cells["learning_rate"], np.float64),
            "seed": number_column(cells["seed"]),
            **result_arrays(cells.__getitem__, self.metric),
        }

    def frame(self):
        """The columns as a pandas.DataFrame.  Raises ImportError where pandas is missing."""
        return frame(self.columns())

    def plot(self, **options):
        """`numnet.figures.compare` of it, which takes the options; returns axes."""
        import numnet

        return numnet.figures.compare(self, **options)

    def __repr__(self):
        return f"<{comparison_words(self)}>"

    _repr_html_ = comparison_html

    def save(self, folder, tuning=None):
        """Write config.json, results.csv and curves.csv into a folder, each whole; tuning.csv where there are rows."""
        write_json(folder / "config.json", self.config)
        write_whole(folder / "results.csv", csv_text(result_header(self.metric), self._result_rows()))
        write_whole(folder / "curves.csv", csv_text(curve_header(self.metric), self._curve_rows()))
        if tuning is not None:
            write_whole(folder / "tuning.csv", csv_text(("competitor", "learning_rate", "seed", "loss"), tuning))

    def _result_rows(self):
        for (c, seed), row in sorted(self.results.items()):
            competitor = self.competitors[c]
            about = [competitor[name] for name in ("name", "optimizer", "learning_rate")]
            yield [*about, seed, *row.values()]

    def _curve_rows(self):
        for (c, seed), curve in sorted(self.curves.items()):
            for epoch, step, *rest in curve.tolist():
                yield [self.competitors[c]["name"], seed, int(epoch), int(step), *map(cell, rest)]


def result_header(metric):
    """The columns of results.csv: those of a sweep behind those that name the training."""
    return ["competitor", "optimizer", "learning_rate", "seed", *result_columns(metric)]


def curve_header(metric):
    """The columns of curves.csv: one line for each competitor, seed and epoch."""
    return ["competitor", "seed", *CURVE_COLUMNS[:5], f"train_{metric}", f"validation_{metric}"]


def load_comparison(path):
    """The `Comparison` in a folder.  Raises ValueError, in one line, for another or a damaged folder."""
    path = Path(path)
    config = read_config(path, "comparison", COMPARISON_FORMAT, COMPARISON_SHAPE)
    places = {competitor["name"]: c for c, competitor in enumerate(config["competitors"])}
    if len(places) != len(config["competitors"]) or not places:
        raise ValueError(f"{path / 'config.json'} is damaged: competitors must be one or more, of different names")
    metric, seeds, parts = TASKS[config["task"]].metric, config["seeds"], {}
    for name, header, kept, add in (("results", result_header(metric), list, _add_texts),
                                    ("curves", curve_header(metric), lambda: array("d"), _add_numbers)):  # fmt: skip
        try:
            parts[name] = _read(path / f"{name}.csv", header, places, seeds, kept, add)
        except (OSError, ValueError, LookupError) as error:
            raise ValueError(f"{path / f'{name}.csv'} is damaged: {reason(error)}") from None
    results = {key: dict(zip(result_columns(metric), texts)) for key, texts in parts["results"].items()}
    curves = {key: np.array(numbers).reshape(-1, len(CURVE_COLUMNS)) for key, numbers in parts["curves"].items()}
    comparison = Comparison(path, config, results, curves)
    if comparison.rows > MOST_ROWS or any(len(curve) > comparison.rows for curve in curves.values()):
        raise ValueError(f"{path} is damaged: curves.csv does not fit the epochs of config.json")
    return comparison


def _read(path, header, places, seeds, kept, add):
    """{(competitor, seed): what ``add(kept(), row)`` has collected of its lines} of a file; each must be there."""
    lines, at, trainings = read_csv_text(path), header.index("seed"), {}
    whole = with_machine(next(lines, None), header)
    for number, row in enumerate(map(whole, lines), 2):
        if len(row) != len(header) or row[0] not in places or not 0 <= int(row[at]) < seeds:
            raise ValueError(f"line {number} is of no competitor of config.json")
        add(trainings.setdefault((places[row[0]], int(row[at])), kept()), row)
    if len(trainings) < seeds * len(places):
        raise ValueError("trainings are missing")
    return trainings


def _add_texts(kept, row):
    kept[:] = kept or row[4:]


def _add_numbers(kept, row):
    kept.extend([float(text) if text else math.nan for text in row[2:]])
