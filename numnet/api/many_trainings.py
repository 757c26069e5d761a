"""What sweeps and comparisons share: the texts of their values, the kernels compiled first, what is said before."""

from numnet.optim.optimizers import Optimizer
from numnet.options.arguments import made, plain, unknown, with_rule
from numnet.options.call_words import words_of
from numnet.options.values import keyed, value_of
from numnet.utils.wording import plural


def context_of(command, values, single, function, left_out):
    """The context of a call of ``command``, whose options of `train` take several values.

    values: {key: list of values, or one}; single: {key: value} of everything else.
    """
    options, named = keyed(command, left_out), {}
    unknown(function, (*values, *single), options)
    single = {key: value for key, value in with_rule(single).items() if value is not None}
    for key, value in single.items():
        option, value = options[key], plain(value)
        several = option.multiple and option.name not in ("targets", "columns", "exclude")
        if several and isinstance(value, list) and key not in ("inputs", "hidden", "activation"):
            raise TypeError(f"{function} has one {key} for all trainings here; to try several, {{{key!r}: {value}}} is "
                            "the second argument")  # fmt: skip
        named[option.name] = (text_of(value),) if several else value_of(option, key, value, None)
    for key, several in values.items():
        if not options[key].multiple:
            raise TypeError(f"{function}: {key} takes one value for all trainings; give it as an argument of its own")
        named[options[key].name] = texts(several)
    return made(command, named)


def texts(values):
    """The texts of several values: a list of them, or a range such as "1e-4:1:log:20"."""
    values = plain(values)
    if any(isinstance(value, Optimizer) for value in (values if isinstance(values, list) else [values])):
        raise TypeError('optimizers are named here, such as ["sgd", "adam"]; each has its own learning rate, and '
                        "compare finds its best with tune=True")  # fmt: skip
    return tuple(text_of(value) for value in values) if isinstance(values, list) else (text_of(values),)


def text_of(value):
    """The text of one value of an option, as it is typed."""
    if isinstance(value, list):
        return words_of(tuple(value))
    return value if isinstance(value, str) else words_of(value)


def under_way(recipes, threads, pool=None):
    """How many trainings are under way at a time, in words."""
    from numnet.utils.threads import at_a_time

    if pool is not None:
        return str(pool)
    return "as many at a time as fit on the GPU" if on_gpu(recipes) else f"{at_a_time(threads)} at a time"


def on_gpu(recipes):
    """Whether the trainings run on a GPU; all do or none."""
    return recipes[0][1]["device"] == "cuda"


def compile_all(trials, recipes, watcher):
    """Compile what these trainings need, before any time is taken.  On a GPU that depends on how many train at once."""
    if on_gpu(recipes):
        return
    for dtype, first in {options["dtype"]: (rule, options) for rule, options in recipes}.items():
        with watcher.compiling(dtype):
            trials.make(*first).training.compile()


def pool_or_none(executor):
    """The `Pool` of an executor, None of None.  TypeError for anything else."""
    if executor is None:
        return None
    from numnet.training.executor_pool import pool_of

    return pool_of(executor)


def of_workers(text, pool):
    """A text about trainings, and how many workers have them."""
    count = pool and pool.workers()
    return text if count is None else ", ".join(filter(None, (text, plural(count, "worker"))))
