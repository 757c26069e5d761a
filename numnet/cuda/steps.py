"""The learning rate of a step and the rule's constants for it, worked out for some steps at once, a step a thread."""

from numnet.cuda.device.compile import device, device_inline, equations, vector
from numnet.cuda.products import split
from numnet.kernels import learning_rate, update_rules
from numnet.kernels.codes import Hyper, Option, Step

schedule_factor, rules = equations(learning_rate).schedule_factor, equations(update_rules)
step_constants = rules.step_constants


@device
def rate(option, hyper, update):
    """η of step ``update`` + 1."""
    return hyper[Hyper.ETA] * schedule_factor(
        option[Option.SCHEDULE],
        update,
        hyper[Hyper.PERIOD],
        hyper[Hyper.FACTOR],
        hyper[Hyper.MULTIPLY],
        hyper[Hyper.WARMUP],
    )


@device_inline
def constants(steps, update):
    """The place in ``steps`` of the constants of step ``update`` + 1."""
    size = Step.SIZE.value
    return vector(steps, split(update, steps.size // size)[1] * size, size)


@device
def begin_updates(rule, option, hyper, update, total, steps, group):
    """The constants of the steps after ``update``, one step a thread; returns up to which update they reach.

    Where a rule carries something from step to step, as Nadam, its constants come one step at a time.
    """
    window = 1 if rules.has_running_constants(rule) else steps.size // Step.SIZE.value
    for k in range(group.first, window, group.step):
        c = constants(steps, update + k)
        step_constants(rule, hyper, rate(option, hyper, update + k), update + k + 1, total, c)
    group.barrier()
    return update + window
