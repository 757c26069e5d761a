"""Mistakes that are often made when a step is worked out by hand, each with the number that it leads to."""

import numpy as np

from numnet.tracing.follow_through import activated, rounded_value
from numnet.tracing.rounded import Rounded

SURE = 0.2  # by how much of its distance from the right number a mistake's number may be uncertain
NO_SLOPE = "the factor f′ is left out"


def mistakes(way, quantity, l, follows):
    """[(words, `Rounded` numbers)] for a block, whose right numbers are ``follows``; the most telling first.

    way: the `FollowThrough` of the answers so far.
    """
    finders = {"net": _net, "h": _output, "y": _output, "f'": _slope, "E": _error, "mean E": _mean_error,
               "delta": _delta, "dE/dw": _gradient}  # fmt: skip
    word, _, letter = quantity.rpartition(" ")
    if quantity in finders:
        found = finders[quantity](way, l)
    else:
        found = _step(way, word, letter, l) if word in way.steps else ()
    found = [*found, ("the sign is wrong", -follows)]
    return [*found, *((f"the decimal point is {words} too far", follows * factor)
                      for words, factor in (("a place to the right", 10), ("a place to the left", 0.1)))]  # fmt: skip


def recognised(found, index, answer, own, off):
    """The words of the first mistake that leads to an answer at an index, "" where none does for sure.

    own: how far the answer itself may be off; off: how far it is from what is right.
    """
    for words, numbers in found:
        value, error = numbers.value[index], numbers.error[index]
        if abs(answer - value) <= own + error and own + error < SURE * off:
            return words
    return ""


def _net(way, l):
    below, W, b = way.below(l), way.weights("w", l), way.weights("b", l)
    yield "the bias b is left out", below @ W
    if W.value.shape[0] == W.value.shape[1]:
        yield "w with its indices exchanged: wᵢⱼ leads from i to j", below @ W.T + b


def _output(way, l):
    name, net = way.activations[l - 1], way.now["net", l]
    yield "f is left out: this is net", net
    if name == "sigmoid":
        yield "the minus sign in the exponent is left out", activated(name, -net)
    for other in ("sigmoid", "tanh", "relu"):
        if other != name:
            yield f"this is {other}(net), and the layer has {name}", activated(other, net)


def _slope(way, l):
    name, h, net = way.activations[l - 1], way.now["h", l], way.now["net", l]
    yield "this is h, and not the derivative", h
    if name == "sigmoid":
        yield "net stands in the place of h", net * (1 - net)
        yield "the factor h is left out", 1 - h
    if name == "tanh":
        yield "h is not squared", 1 - h
        yield "net stands in the place of h", 1 - net * net


def _error(way, l):
    right = way.errors()
    if way.loss.of_net:
        yield "the logarithm is the natural one, ln", right / np.log(10.0)
        yield "the logarithm is the natural one, ln", right / np.log(2.0)
    else:
        yield "the factor ½ is left out", 2 * right


def _mean_error(way, l):
    yield "this is the sum, and not the mean", way.now["E", None].sum()


def _delta(way, l):
    if l == way.layers:
        yield from _output_delta(way)
        return
    back, slope = way.now["delta", l + 1] @ way.weights("w", l + 1).T, way.now["f'", l]
    yield NO_SLOPE, back
    yield "h stands in the place of f′", way.now["h", l] * back
    yield "the weights w are left out", slope * way.now["delta", l + 1].sum(1, keepdims=True)
    if back.value.shape == way.now["delta", l + 1].value.shape:
        W = way.weights("w", l + 1)
        yield "w with its indices exchanged", slope * (way.now["delta", l + 1] @ W)


def _output_delta(way):
    share, y = len(way.trace.rows), way.now["y", way.layers]
    right = way.output_delta()
    if way.many:
        yield "it is not divided by the number of samples N", right
    if way.loss.of_net:
        yield "a factor f′ too many: with cross-entropy it has cancelled", right * y * (1 - y) / share
    elif way.activations[-1] != "identity":
        yield NO_SLOPE, way.loss_slope() / share


def _gradient(way, l):
    delta, below = way.now["delta", l], way.below(l)
    letter = "h" if l > 1 else "x"
    alone = delta.sum(0)
    yield f"the factor {letter} is left out: this is δ", Rounded(
        *(np.broadcast_to(part, (below.value.shape[1], part.size)) for part in (alone.value, alone.error)))  # fmt: skip
    if l > 1:
        yield "net stands in the place of h", way.now["net", l - 1].T @ delta


def _step(way, word, letter, l):
    formula, symbols = way.steps[word].formula, way.symbols(word, letter, l)

    def other(formula=formula, **changed):
        return rounded_value(formula, symbols | changed, {} if changed else way.rounded)

    if "η" in formula:
        yield "the learning rate η is left out", other(η=1.0)
        yield "the step goes up: the sign before η is wrong", other(η=-symbols["η"])
    if formula.startswith(("w −", "w +")):
        yield "this is the step alone, without w", other() - symbols["w"]
    if "g²" in formula:
        yield "g is not squared", other(formula.replace("g²", "g"))
    if "√" in formula:
        yield "the root is left out", other(formula.replace("√", ""))
    for symbol in ("μ", "β₁", "β₂", "ρ"):
        if f"(1 − {symbol})" in formula:
            yield f"{symbol} and 1 − {symbol} are exchanged", other(**{symbol: 1 - symbols[symbol]})
        elif symbol in formula.split():
            yield f"the factor {symbol} is left out", other(**{symbol: 1.0})
