"""The source of the functions that the module is made of: the page shows it beside what they compute."""

import inspect

from numnet.cpu import layers, updates
from numnet.kernels import activations, losses
from numnet.kernels.hyper_parameters import HYPER_PARAMETERS
from numnet.kernels.rules import RULES
from numnet.kernels.surfaces import SURFACES

FORWARD = layers.forward, layers.forward_layer
BACKWARD = layers.output_delta, layers.backward, layers.backward_layer, layers.backward_delta
COURSE = {  # pages of docs/ that explain it
    "forward": "networks", "backward": "backpropagation", "activations": "neuron", "surfaces": "surfaces",
    "sgd": "learning", "momentum": "momentum", "nag": "momentum", "adagrad": "adaptive", "adadelta": "adaptive",
    "rmsprop": "adaptive", "adam": "adam",
}  # fmt: skip


def source(function):
    """{file, line, text}: where a kernel or an equation stands, and its lines as they are written there."""
    plain = getattr(function, "function", None) or function.py_func
    lines, first = inspect.getsourcelines(plain)
    file = inspect.getsourcefile(plain).replace("\\", "/").rpartition("/numnet/")[2]
    return {"file": f"numnet/{file}", "line": first, "text": "".join(lines).rstrip()}


def of_rule(entry):
    """The functions of an update rule: what looks ahead, decays, and its equation."""
    before = [updates.look_ahead] * entry.looks_ahead + [updates.decay] * ("weight_decay" in entry.defaults)
    return [source(function) for function in (*before, entry.equation)]


def of_loss(entry):
    """{kind of outputs: functions of a loss}: outputs each with an error of its own, and those of softmax."""
    own = entry.E, entry.dE
    coupled = (losses.softmax_cross_entropy, entry.dE) if entry.of_net else (*own, losses.through_softmax)
    return {"single": [source(each) for each in own], "softmax": [source(each) for each in coupled]}


def constants():
    """{name of a step constant, k.<name> in the equations: (hyper-parameter, whether it is 1 less that)}."""
    found = {}
    for name, entry in HYPER_PARAMETERS.items():
        found[(entry.constant or entry.place).name.lower()] = name, False
        if entry.rest is not None:
            found[entry.rest.name.lower()] = name, True
    return found


def code():
    """All of it, by what it is of."""
    return {
        "forward": [source(function) for function in FORWARD],
        "backward": [source(function) for function in BACKWARD],
        "activations": {name: [source(entry.f), source(entry.df)] for name, entry in activations.ACTIVATIONS.items()},
        "losses": {name: of_loss(entry) for name, entry in losses.LOSSES.items()},
        "rules": {name: of_rule(entry) for name, entry in RULES.items()},
        "surfaces": {name: [source(entry.E), source(entry.dE)] for name, entry in SURFACES.items()},
        "constants": constants(),
        "course": {name: f"docs/{COURSE.get(name, 'optimizers')}.md" for name in [*COURSE, *RULES]},
    }
