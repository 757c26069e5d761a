"""What follows in a trace from other numbers than its own: the step again, from what somebody has worked out.

The equations are those that the sections of a `Derivation` print, for whole arrays of `Rounded` numbers.
"""

import numpy as np

from numnet.model.activations import ACTIVATIONS
from numnet.model.losses import LOSSES
from numnet.tracing.notation import value_of
from numnet.tracing.rounded import Rounded, spread
from numnet.tracing.rule_steps import rounded_parts, rule_steps


class FollowThrough:
    """Follows a trace from answers.

    ``now``: {(quantity, layer): `Rounded`}, as the blocks of the trace are called.  It holds the weights, the inputs
    and the targets; what is worked out is put into it block after block, in the order of the sections.
    """

    def __init__(self, derivation, now):
        self.trace, self.now = derivation.trace, now
        self.layers, self.many = derivation.layers, derivation.many
        self.activations = [*self.trace.network.activation, derivation.head]
        self.loss = LOSSES[self.trace.network.loss_name]
        self.steps = {step.word: step for step in rule_steps(self.trace.as_update())}
        self.rounded = rounded_parts(self.trace.step)

    def block(self, quantity, l):
        """The `Rounded` numbers that follow for a block, in its shape."""
        ways = {"net": self.net, "h": self.output, "y": self.output, "f'": self.slope, "delta": self.delta}
        if quantity in ways:
            return ways[quantity](l)
        if l is None:
            return {"E": self.errors, "mean E": self.mean_error, "E after": self.error_after}[quantity]()
        word, _, letter = quantity.rpartition(" ")
        if quantity.startswith("dE/d"):
            return self.gradient(quantity[-1], l)
        if word == "look-ahead":
            return self.now[letter, l] + self.trace.optimizer.momentum * self.memory("v", letter, l)
        return self.given(letter, l) if word == "g" else self.step(word, letter, l)

    # --- forward --------------------------------------------------------------------------------------------------

    def weights(self, letter, l):
        """Where the gradient is taken: the weights, or nag's look-ahead."""
        return self.now[f"look-ahead {letter}" if self.trace.optimizer.rule.looks_ahead else letter, l]

    def below(self, l):
        """What layer l gets: x or h."""
        return self.now["h" if l > 1 else "x", l - 1]

    def net(self, l):
        """Σ x w + b."""
        return self.below(l) @ self.weights("w", l) + self.weights("b", l)

    def output(self, l):
        """f(net)."""
        return activated(self.activations[l - 1], self.now["net", l])

    def slope(self, l):
        """f′, of net; of h where that is all that the formula needs."""
        name, h = self.activations[l - 1], self.now["h", l]
        simple = {"sigmoid": lambda: h * (1 - h), "tanh": lambda: 1 - h * h}.get(name)
        return simple() if simple else spread(ACTIVATIONS[name].derivative, self.now["net", l])

    def errors(self):
        """E of each sample, from y."""
        return self.losses(self.now["y", self.layers])

    def losses(self, y):
        """E of each sample."""
        t = self.now["t", self.layers].value
        if not self.loss.of_net:
            return spread(lambda y: self.loss.values(y, t), y).sum(1)
        terms = spread(lambda y: _times_log(t, y), y)
        if self.activations[-1] == "sigmoid":
            terms = terms + spread(lambda y: _times_log(1 - t, y), 1 - y)
        return -terms.sum(1)

    def mean_error(self):
        """Σ E / N."""
        return self.now["E", None].sum() / len(self.trace.rows)

    def error_after(self):
        """The mean E of the same samples with the new weights."""
        h = self.now["x", 0]
        for l in range(1, self.layers + 1):
            h = activated(self.activations[l - 1], h @ self.now["new w", l] + self.now["new b", l])
        return self.losses(h).sum() / len(self.trace.rows)

    # --- backward -------------------------------------------------------------------------------------------------

    def delta(self, l):
        """δ of layer l."""
        if l == self.layers:
            return self.output_delta() / len(self.trace.rows)
        return self.now["f'", l] * (self.now["delta", l + 1] @ self.weights("w", l + 1).T)

    def output_delta(self):
        """∂E/∂net of each sample alone."""
        y, dy = self.now["y", self.layers], self.loss_slope()
        if self.loss.of_net or self.activations[-1] == "identity":
            return dy
        if self.activations[-1] == "sigmoid":
            return dy * y * (1 - y)
        return y * (dy - (dy * y).sum(1, keepdims=True))  # the Jacobian of softmax

    def loss_slope(self):
        """∂E/∂y; of a cross-entropy y − t, where f′ has cancelled."""
        y, t = self.now["y", self.layers], self.now["t", self.layers].value
        return y - t if self.loss.of_net else spread(lambda y: self.loss.gradients(y, t), y)

    def gradient(self, letter, l):
        """∂E/∂w or ∂E/∂b."""
        delta = self.now["delta", l]
        return self.below(l).T @ delta if letter == "w" else delta.sum(0)

    # --- update ---------------------------------------------------------------------------------------------------

    def given(self, letter, l):
        """The gradient with penalties, clipped."""
        return self.penalised(letter, l) * self.shrink()

    def shrink(self):
        """By how much clipping shortens the gradient; 1 where it does not."""
        if self.trace.clip_norm is None:
            return Rounded(1.0)
        every = [self.penalised(letter, l) for l in range(1, self.layers + 1) for letter in "wb"]
        length = np.sqrt(sum(((part * part).sum() for part in every), Rounded(0.0)))
        return np.minimum(1.0, self.trace.clip_norm / length)

    def penalised(self, letter, l):
        """The gradient with penalties; biases have none."""
        g, w, trace = self.now[f"dE/d{letter}", l], self.weights(letter, l), self.trace
        return g if letter == "b" else g + trace.l1 * np.sign(w) + trace.l2 * w

    def memory(self, symbol, letter, l):
        """What the rule remembered of the update before."""
        values = self.trace.memory[list(self.trace.optimizer.rule.memory).index(symbol)]
        return Rounded(self.trace.layers(values)[l - 1]["wb".index(letter)])

    def symbols(self, word, letter, l):
        """{symbol: number, or `Rounded` numbers} of the formula of a step of the rule."""
        step, known = self.steps[word], {}
        before = list(self.steps)[: list(self.steps).index(word)]
        for symbol, value in step.known.items():
            done = "decayed" if symbol == "w" else symbol
            if np.ndim(value) == 0:
                known[symbol] = value
            elif symbol == "g":
                known[symbol] = self.now[f"g {letter}" if (f"g {letter}", l) in self.now else f"dE/d{letter}", l]
            elif done in before:
                known[symbol] = self.now[f"{done} {letter}", l]
            else:
                known[symbol] = self.now[letter, l] if symbol == "w" else self.memory(symbol, letter, l)
        return known

    def step(self, word, letter, l):
        """A step of the rule."""
        return rounded_value(self.steps[word].formula, self.symbols(word, letter, l), self.rounded)


def rounded_value(formula, symbols, rounded):
    """`value_of` a formula as `Rounded` numbers."""
    with np.errstate(all="ignore"):
        value = value_of(formula, symbols, rounded)
    return value if isinstance(value, Rounded) else Rounded(value)


def activated(name, net):
    """f(net), by rows."""
    if name != "softmax":
        return spread(ACTIVATIONS[name], net)
    powers = np.exp(net - net.value.max(axis=1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def _times_log(t, y):
    """t ln(y), 0 where t is."""
    return np.where(t == 0, 0.0, t * np.log(np.where(t == 0, 1.0, y)))
