"""Which defaults for tables of one's own?  ``python benchmarks/defaults.py FOLDER``; its report is defaults.md.

FOLDER holds the CSV files of https://github.com/vincentarelbundock/Rdatasets (its folder ``csv``), whose tables keep
their own licences; none of them is here.  A quarter of each table's rows is the test set, the same for all, and decides
nothing: candidates are chosen by their validation rows, a fifth of the rest, which the scikit-learn networks get as
rows to train on.  These get the inputs that numnet made of the table, standardised.  Writes defaults.json, prints the
tables of defaults.md.
"""

import argparse
import json
import multiprocessing
import statistics
import warnings
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from pathlib import Path

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor

import numnet
from numnet.options.own_tables import OWN_TABLES
from numnet.sklearn import MLPClassifier as OurClassifier
from numnet.sklearn import MLPRegressor as OurRegressor
from numnet.utils.threads import cores

HERE = Path(__file__).parent
TEST = 0.25
MARGIN, ERRORS = 0.01, 2  # worse: by more than that of accuracy or R², and than so many standard errors
LEAST = -1.0  # R² of a part counts as at least that
# file: target, and columns that give it away or number the rows
TABLES = {
    "AER/BankWages": "job", "AER/CASchools": "math read", "AER/CollegeDistance": "score", "AER/CPS1988": "wage",
    "AER/CreditCard": "card", "AER/HMDA": "deny", "AER/HousePrices": "price", "AER/NMES1988": "visits",
    "AER/PSID1982": "wage", "AER/SmokeBan": "smoker", "AER/TeachingRatings": "eval prof", "carData/Chile": "vote",
    "carData/Mroz": "lfp", "carData/Salaries": "salary", "carData/SLID": "wages", "carData/TitanicSurvival": "survived",
    "carData/WVS": "poverty", "DAAG/monica": "outcome", "DAAG/nassCDS": "dead injSeverity caseid",
    "DAAG/spam7": "yesno", "Ecdat/Computers": "price", "Ecdat/Males": "wage nr", "Ecdat/MedExp": "med",
    "Ecdat/Participation": "lfp", "ggplot2/diamonds": "price", "HSAUR/Forbes2000": "marketvalue name rank",
    "ISLR/Auto": "mpg name", "ISLR/Carseats": "Sales", "ISLR/College": "Private", "ISLR/Credit": "Balance ID",
    "ISLR/Default": "default", "ISLR/Hitters": "Salary", "ISLR/OJ": "Purchase", "ISLR/Wage": "wage logwage",
    "MASS/biopsy": "class ID", "MASS/birthwt": "bwt low", "MASS/Boston": "medv", "MASS/crabs": "sp index",
    "MASS/fgl": "type", "MASS/Pima.tr": "type", "MLDataR/stroke_classification": "stroke pat_id",
    "MLDataR/thyroid_disease": "ThryroidClass", "modeldata/attrition": "Attrition",
    "modeldata/biomass": "HHV sample dataset", "modeldata/cells": "class case",
    "modeldata/concrete": "compressive_strength", "modeldata/credit_data": "Status", "modeldata/mlc_churn": "churn",
    "openintro/ames": "price Order PID", "openintro/births14": "weight lowbirthweight",
    "openintro/email": "spam time", "openintro/evals": "score course_id prof_id", "palmerpenguins/penguins": "species",
}  # fmt: skip
PLAIN, OURS, THEIRS = "plain", "numnet's estimator", "scikit-learn"
_COSINE = {"schedule": "cosine"}
CANDIDATES = {
    PLAIN: {},
    "cosine": _COSINE,
    "cosine, rate 0.003": {**_COSINE, "learning_rate": 0.003},
    "cosine, l2 0.003": {**_COSINE, "l2": 0.003},
    "cosine, l2 0.01": {**_COSINE, "l2": 0.01},
    "cosine, dropout 0.1": {**_COSINE, "dropout": 0.1},
    "cosine, dropout 0.2": {**_COSINE, "dropout": 0.2},
    "cosine, l2 0.003, dropout 0.1": {**_COSINE, "l2": 0.003, "dropout": 0.1},
    "l2 0.003, dropout 0.1": {"l2": 0.003, "dropout": 0.1},
    "cosine, l2 0.01, dropout 0.1": {**_COSINE, "l2": 0.01, "dropout": 0.1},
    "cosine, l2 0.003, dropout 0.1, 32,32": {**_COSINE, "l2": 0.003, "dropout": 0.1, "hidden": (32, 32)},
    "cosine, l2 0.003, dropout 0.1, relu": {**_COSINE, "l2": 0.003, "dropout": 0.1, "activation": "relu"},
    "cosine, l2 0.003, dropout 0.1, relu 32,32": {
        **_COSINE, "l2": 0.003, "dropout": 0.1, "activation": "relu", "hidden": (32, 32)},
    "cosine, l2 0.003, dropout 0.1, relu 100": {
        **_COSINE, "l2": 0.003, "dropout": 0.1, "activation": "relu", "hidden": (100,)},
    "cosine, l2 0.003, relu": {**_COSINE, "l2": 0.003, "activation": "relu"},
    "cosine, l2 0.003, dropout 0.1, 400 epochs": {**_COSINE, "l2": 0.003, "dropout": 0.1, "epochs": 400},
}  # fmt: skip


def fitted(path, target, away, seed, options):
    """A run on the table, a quarter of its rows kept as test set."""
    return numnet.fit(
        str(path), target=target, exclude=("rownames", *away), missing="median", split="random", seed=seed, test=TEST,
        snapshots=0, plain=True, threads=1, quiet=True, **options,
    )  # fmt: skip


def score(run, part):
    """Accuracy or R² of a part."""
    metrics = run.metrics[part]
    return next(max(LEAST, metrics[name]) for name in ("accuracy", "r2") if name in metrics)


def estimator_score(run, seed, classifier, regressor):
    """The test score of an estimator with its own defaults on the inputs of a run, its validation rows trained on."""
    data = run.data()
    X, T = np.concatenate([data.X, data.X_validation]), np.concatenate([data.T, data.T_validation])
    mean, deviation = X.mean(0), X.std(0)
    deviation[deviation == 0] = 1
    kind, T_test = classifier, data.T_test
    if data.task == "regression":
        kind, shift, scale = regressor, T.mean(), T.std()
        T, T_test = (T - shift) / scale, (T_test - shift) / scale
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = kind(random_state=seed).fit((X - mean) / deviation, T.ravel())
    return max(LEAST, model.score((data.X_test - mean) / deviation, T_test.ravel()))


def measure(folder, seeds, table):
    """{"rows": …, "task": …, "scores": {name: [[validation, test] a seed]}} of a table."""
    target, *away = TABLES[table].split()
    scores = {name: [] for name in (*CANDIDATES, OURS, THEIRS)}
    for seed in range(seeds):
        for name, options in CANDIDATES.items():
            run = fitted(folder / f"{table}.csv", target, away, seed, options)
            scores[name].append([score(run, "validation"), score(run, "test")])
        scores[OURS].append([None, estimator_score(run, seed, OurClassifier, OurRegressor)])
        scores[THEIRS].append([None, estimator_score(run, seed, MLPClassifier, MLPRegressor)])
    data = run.data()
    rows = len(data.X) + len(data.X_validation) + len(data.X_test)
    return {"rows": rows, "inputs": data.X.shape[1], "task": data.task, "scores": scores}


def mean(results, table, name, part):
    """The mean over the seeds; part: 0 validation, 1 test."""
    return statistics.fmean(pair[part] for pair in results[table]["scores"][name])


def overall(results, name, part):
    """The mean over tables and seeds."""
    return statistics.fmean(mean(results, table, name, part) for table in results)


def beaten(scores, name, other):
    """Whether ``name`` is worse than ``other`` on the test rows of a table, beyond what seeds explain."""
    gaps = [b[1] - a[1] for a, b in zip(scores[name], scores[other])]
    error = statistics.stdev(gaps) / len(gaps) ** 0.5
    return statistics.fmean(gaps) > max(MARGIN, ERRORS * error)


def summary(results):
    """Lines of Markdown: how each candidate did over all tables."""
    yield "| defaults | validation | test | worse than scikit-learn | better |"
    yield "|---|---|---|---|---|"
    for name in (*CANDIDATES, OURS, THEIRS):
        chosen = f"{overall(results, name, 0):.4f}" if name in CANDIDATES else ""
        worse, better = (
            sum(beaten(found["scores"], *pair) for found in results.values())
            for pair in ((name, THEIRS), (THEIRS, name))
        )
        counts = " | " if name == THEIRS else f"{worse} | {better}"
        yield f"| {name} | {chosen} | {overall(results, name, 1):.4f} | {counts} |"


def each_table(results, chosen):
    """Lines of Markdown: the test scores of every table."""
    shown = (PLAIN, chosen, OURS, THEIRS)
    yield f"| table | rows | inputs | {' | '.join(shown)} |"
    yield "|---" * (3 + len(shown)) + "|"
    for table, found in sorted(results.items(), key=lambda item: item[0].lower()):
        scores = " | ".join(f"{mean(results, table, name, 1):.3f}" for name in shown)
        kind = " (R²)" if found["task"] == "regression" else ""
        yield f"| {table}{kind} | {found['rows']} | {found['inputs']} | {scores} |"


def report(results):
    """Print the tables of defaults.md."""
    best = max(CANDIDATES, key=lambda name: overall(results, name, 0))
    print(f"\nbest by validation: {best}; the defaults of numnet now: {OWN_TABLES}\n")
    print("\n".join([*summary(results), "", *each_table(results, best)]))


def main():
    """Measure, write, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="of the CSV files; or defaults.json, to print its tables again")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=HERE / "defaults.json")
    arguments = parser.parse_args()
    if arguments.folder.suffix == ".json":
        return report(json.loads(arguments.folder.read_text(encoding="utf-8"))["tables"])
    results = {}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(cores(), mp_context=context) as pool:
        task = partial(measure, arguments.folder, arguments.seeds)
        jobs = {pool.submit(task, table): table for table in TABLES}
        for job in as_completed(jobs):
            results[jobs[job]] = job.result()
            print(f"{len(results)} of {len(TABLES)}  {jobs[job]}", flush=True)
    record = {"seeds": arguments.seeds, "scikit-learn": sklearn.__version__, "tables": dict(sorted(results.items()))}
    arguments.out.write_text(json.dumps(record) + "\n", encoding="utf-8")
    report(results)


if __name__ == "__main__":
    main()
