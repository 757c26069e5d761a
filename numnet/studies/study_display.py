"""Sweeps and comparisons as tables, best first: what terminals and notebooks show."""

from numnet.displays.html import block, note, table
from numnet.studies.ranking import measure, standings
from numnet.utils.number_words import format_result
from numnet.utils.wording import label, plural, series

MOST_SHOWN = 10  # configurations in a notebook


def sweep_table(sweep, most):
    """(header, rows): so many configurations, with median and quartiles over the seeds."""
    options, column, rows = sweep.varied or sweep.options, measure(sweep).column, []
    for place, score in enumerate(standings(sweep)[:most], 1):
        median, quartiles = _over_seeds(column, (score.median, score.low, score.high))
        values = [sweep.configurations[score.configuration][name] for name in options]
        values += [sweep.rungs[score.rung - 1]] if sweep.rungs else []
        rows.append([f"{place}.", *values, median, quartiles, f"{score.diverged}/{score.trained}"])
    names = [*(name.replace("_", " ") for name in options), *(["to epoch"] if sweep.rungs else [])]
    return ["", *names, "median", "quartiles", "diverged"], rows


def comparison_table(comparison):
    """(header, rows): the competitors, with median and quartiles over the seeds, and when they reached the target."""
    part, target, rows = comparison.config["part"], comparison.target(), []
    for score in comparison.standings():
        competitor = comparison.competitors[score.competitor]
        median, quartiles = _over_seeds("loss", score.loss)
        rows.append([
            competitor["name"],
            f"{competitor['learning_rate']:g}",
            median,
            quartiles,
            format_result(comparison.metric, score.metric[0]),
            f"{score.diverged}/{comparison.seeds}",
            "never" if score.updates is None else score.updates,
            "never" if score.seconds is None else f"{score.seconds:.2g}",
        ])  # fmt: skip
    to = "" if target is None else f" to {target:.3g}"
    metric = f"{'validation' if comparison.held_out else 'train'} {comparison.metric.replace('_', ' ')}"
    return ["", "rate", f"{part} loss", "quartiles", metric, "diverged", f"updates{to}", f"seconds{to}"], rows


def _over_seeds(name, triple):
    """(median, ``low to high``) in words; no quartiles where they are equal."""
    median, low, high = (format_result(name, value) for value in triple)
    return median, f"{low} to {high}" if low != high else ""


def sweep_words(sweep):
    """``Sweep on spiral: 9 configurations, 5 seeds, 45 of 45 trainings done``."""
    shape = f"{plural(len(sweep.configurations), 'configuration')}, {plural(sweep.seeds, 'seed')}"
    every = plural(len(sweep.configurations) * sweep.seeds, "training")
    return f"Sweep on {_data(sweep)}: {shape}, {len(sweep.rows)} of {every} done"


def comparison_words(comparison):
    """``Comparison on spiral: sgd and adam, 5 seeds``."""
    names = series((label(one["name"]) for one in comparison.competitors), 5)
    return f"Comparison on {_data(comparison)}: {names}, {plural(comparison.seeds, 'seed')}"


def _data(study):
    return label(study.config["data"]["name"])


def sweep_html(sweep):
    """The best configurations."""
    header, rows = sweep_table(sweep, MOST_SHOWN)
    column, more = measure(sweep).column.replace("_", " "), len({c for c, _ in sweep.rows}) - len(rows)
    words = f"{column}: median over {plural(sweep.seeds, 'seed')} and quartiles, best first"
    return block(sweep_words(sweep), table(header, rows), note(words), note(f"and {more} more" if more else ""))


def comparison_html(comparison):
    """The competitors."""
    after = f"after epoch {comparison.config['options']['epochs']}"
    words = f"{after}: median over {plural(comparison.seeds, 'seed')} and quartiles, best first"
    return block(comparison_words(comparison), table(*comparison_table(comparison)), note(words))
