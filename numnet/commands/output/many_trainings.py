"""What is said of many trainings before they begin, and the kernels compiled for them."""


def under_way(recipes, threads):
    """How many trainings are under way at a time, in words."""
    from numnet.utils.threads import at_a_time

    return "as many at a time as fit on the GPU" if on_gpu(recipes) else f"{at_a_time(threads)} at a time"


def on_gpu(recipes):
    """Whether the trainings run on a GPU; all do or none."""
    return recipes[0][1]["device"] == "cuda"


def compile_all(trials, recipes, silent):
    """Compile what these trainings need, before any time is taken.  On a GPU that depends on how many train at once."""
    from numnet.commands.output.compile_notice import compiling

    if on_gpu(recipes):
        return
    for dtype, first in {options["dtype"]: (rule, options) for rule, options in recipes}.items():
        with compiling(silent, dtype):
            trials.make(*first).training.compile()
