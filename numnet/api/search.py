"""The searches of `sweep`: the configurations each begins with, what is noted of it, and who carries it out."""

from itertools import combinations, product

from numnet.options.errors import UserError
from numnet.options.sweep import SWEEP
from numnet.studies.search_space import Range, draw, grid


def begin_search(search, axes):
    """([{option: text}] to begin with, what config.json notes) of a `Search` of ``axes``, {option: [text or `Range`]}.

    Raises ValueError; ModuleNotFoundError without a package that the search needs.
    """
    noted = {"search": search.method,
             "random": search.trials and {"count": search.trials, "seed": search.seed}}  # fmt: skip
    if search.method == "tpe":
        from numnet.studies.suggestions import optuna
        from numnet.studies.tpe import Parzen, batch_size

        noted |= {"batch": batch_size(search.trials), "optuna": optuna("a search by TPE").__version__}
        asked = Parzen(axes, search.seed).ask(min(noted["batch"], search.trials))
        return list({tuple(one.values()): one for one in asked}.values()), noted
    return draw(axes, search.trials, search.seed) if search.trials else grid(axes), noted


def tried(axes):
    """Configurations that have every value, and both ends of every range, together with every other one."""
    ends = {option: [text for item in items for text in (item.ends if isinstance(item, Range) else [item])]
            for option, items in axes.items()}  # fmt: skip
    first = {option: texts[0] for option, texts in ends.items()}
    pairs = combinations(ends, 2) if len(ends) > 1 else [tuple(ends)]
    found = [first | dict(zip(pair, texts)) for pair in pairs for texts in product(*(ends[option] for option in pair))]
    return list({tuple(one.values()): one for one in found}.values())


def rungs_of(recipes):
    """The rungs of successive halving of `Recipes`, which must have the same epochs.  UserError or ValueError."""
    from numnet.studies.halving import rungs

    some = [recipes[c][1] for c in recipes.extremes()]
    lengths = {(options["epochs"], options["evaluate_every"]) for options in some}
    if len(lengths) > 1:
        raise UserError("--search halving compares after the same epochs; give one --epochs and one --evaluate-every")
    return rungs(len(recipes), *lengths.pop())


def searching(study, part=None):
    """Who trains what is missing of a `Sweep`, or of a `Part` of it: itself, for a grid or a draw, or a search.

    Each has ``words``, ``total``, ``done`` and ``run``.
    """
    method = study.config.get("search")
    if part is not None:
        return InPart(study, part)
    if method == "tpe":
        from numnet.studies.tpe import ParzenSearch

        return ParzenSearch(study, axes_again(study.config["axes"]))
    if method == "halving":
        from numnet.studies.halving import Halving

        return Halving(study)
    return study


class InPart:
    """What a `Part` has of a `Sweep`."""

    def __init__(self, study, part):
        self.study, self.part = study, part
        self.total = sum(map(part.has, range(study.total)))
        self.done = self.total - len(study.missing(part))
        self.words = f"{study.words}, of them part {part}: {self.total}"

    def run(self, trials, recipe, threads=None, report=None, going=None, executor=None):
        """As `Sweep.run`."""

        def counted(row):
            self.done += 1
            report(row)

        self.study.run(trials, recipe, threads, counted, going, executor, self.part)


def axes_again(axes):
    """{option: [text or `Range`]} of the texts of config.json."""
    options = {option.name: option for option in SWEEP.params}
    return {name: [options[name].type.convert(text, None, None) for text in texts] for name, texts in axes.items()}
