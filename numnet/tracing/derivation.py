"""Each number of a `Trace` beside the formula that made it, in the order of the chapter.

Numbers are those of the kernels.  Formulas come from the registries, with numbers put in (numnet/tracing/notation.py).
"""

from functools import cached_property

import numpy as np

from numnet.model.tasks import TASKS
from numnet.tracing.blocks import Block, Section
from numnet.tracing.input_formulas import input_blocks
from numnet.tracing.notation import factor, filled, low, number, up
from numnet.tracing.rule_steps import as_taken, given, rule_steps
from numnet.tracing.trace_display import trace_columns, trace_html, trace_words
from numnet.tracing.unit_formulas import activated, error, output_delta, products, slope, written
from numnet.utils.frames import frame


class Derivation:
    """The sections of a `Trace`, with so many significant digits."""

    MOST_SHOWN = 10  # numbers of one quantity, where only the first are shown

    def __init__(self, trace, digits=6, check=False):
        self.trace, self.rows, self.digits = trace, trace.rows, digits
        self.estimate = trace.estimate if check else None
        self.network, self.passed = trace.network, trace.passed
        self.sizes, self.layers = self.network.sizes, len(self.network.sizes) - 1
        self.head = TASKS[self.network.task].output
        self.point = trace.layers(trace.point)
        self.many = len(self.rows) > 1

    def columns(self):
        """{column: array (numbers,)} of all numbers, the columns of ``numnet trace --format csv``.

        layer, unit, input (from 1) and sample are float64, NaN where a number has none; quantity and formula texts;
        value float64; with ``check`` also central_difference.
        """
        return trace_columns(self, self.sections())

    def frame(self):
        """The columns as a pandas.DataFrame, a row a number.  Raises ImportError where pandas is missing."""
        return frame(self.columns())

    def __repr__(self):
        return repr(self.trace)

    def _repr_html_(self):
        return trace_html(trace_words(self.trace), self, self.sections())

    def sections(self):
        """All of them: weights, input, forward, error, backward, update, error again."""
        t = self.trace
        start = "before the update" if t.update == 1 else f"before update {t.update}, at first"
        yield Section(f"Weights {start}: {t.origin}", self._start())
        if t.optimizer.rule.looks_ahead:
            yield Section("Look-ahead: where nag takes the gradient", self._look_ahead())
        yield Section("Input and target", input_blocks(t, self.layers, self.digits))
        for l in range(1, self.layers + 1):
            yield Section(f"Forward, layer {l}: {self._activation(l)}", self._forward(l))
        yield Section(f"Error: {self.network.loss_name}", self._error(self.passed.losses))
        for l in range(self.layers, 0, -1):
            yield Section(f"Backward, layer {l}", self._backward(l))
        if t.l1 or t.l2 or t.clip_norm:
            yield Section("Gradient with penalties" + (", clipped" if t.clip_norm else ""), self._given())
        for l in range(1, self.layers + 1):
            yield Section(f"Update, layer {l}: {t.optimizer.name}", self._update(l))
        after = Block("E after", None, "", np.array(t.loss_after), lambda _: ("E", "", ""))
        yield Section("Error on the same samples after the update", [after])

    def blocks(self):
        """The blocks of all sections, in their order."""
        return [block for _, blocks in self.sections() for block in blocks]

    def narrowed(self, layer=None, unit=None):
        """[(title, blocks)] with the blocks of that layer that have that unit; None: all."""
        sections = [(title, [block for block in blocks if layer in (None, block.layer) and block.has(unit)])
                    for title, blocks in self.sections()]  # fmt: skip
        return [(title, blocks) for title, blocks in sections if blocks]

    def lines(self, block, unit=None, most=None):
        """The `Line` s of a block, the first so many."""
        return [block.line(index, self.rows) for index in block.indices(unit)[:most]]

    def shown(self, block, unit=None):
        """(the first lines of a block, how many more there are)."""
        lines = self.lines(block, unit, self.MOST_SHOWN)
        return lines, len(block.indices(unit)) - len(lines)

    def equation(self, line):
        """``net¹₁ = Σᵢ xᵢ w¹ᵢ₁ + b¹₁ = 0·0.12 + 1·(−0.4) + 0.1 = −0.3``, as a list of what is equal."""
        return [part for part in (line.name, line.formula, line.numbers, self._n(line.value)) if part]

    def remark(self, line):
        """What stands behind an equation: its sample, where there are several, and the central difference."""
        words = [f"sample {line.sample}"] if self.many and line.sample is not None else []
        if line.estimate is not None:
            words.append(f"central difference {self._n(line.estimate)}")
        return f"({', '.join(words)})" if words else ""

    # --- pieces of text -----------------------------------------------------------------------------------------

    def _n(self, value):
        return number(value, self.digits)

    def _f(self, value):
        return factor(value, self.digits)

    def _activation(self, l):
        return self.head if l == self.layers else self.network.activation[l - 1]

    def _share(self, formula, numbers):
        """The sample's share in the mean."""
        return (f"({formula}) / N", f"({numbers}) / {len(self.rows)}") if self.many else (formula, numbers)

    def _h(self, l):
        """(array (n, m) of layer l, its letter): x, h, or y."""
        if l == 0:
            return self.trace.x, "x"
        return self.passed.h[l - 1], "y" if l == self.layers else f"h{up(l)}"

    # --- sections -----------------------------------------------------------------------------------------------

    def _pair(self, l, quantities, arrays, describe, estimate=None):
        """Two blocks of layer l, for its weights and its biases."""
        return [
            Block(quantity, l, axes, array, lambda k, w=letter: describe(w, k), estimate and estimate(l, letter))
            for quantity, array, axes, letter in zip(quantities, arrays, ("ij", "j"), "wb")
        ]

    def _place(self, l, letter, k):
        """w¹₁₂ or b¹₂."""
        return f"{letter}{up(l)}{low(*(i + 1 for i in k))}"

    def _start(self):
        layers = self.trace.layers(self.network.parameters)
        return [
            block
            for l, arrays in enumerate(layers, 1)
            for block in self._pair(l, "wb", arrays, lambda w, k, l=l: (self._place(l, w, k), "", ""))
        ]

    def _look_ahead(self):
        before, mu, blocks = self.trace.layers(self.network.parameters), self.trace.optimizer.momentum, []
        velocity = self.trace.layers(self.trace.memory[0])
        for l in range(1, self.layers + 1):

            def describe(w, k, l=l):
                values = {"w": before[l - 1]["wb".index(w)][k], "v": velocity[l - 1]["wb".index(w)][k], "μ": mu}
                return self._place(l, w, k), "w + μ v", filled("w + μ v", values, self.digits)

            blocks += self._pair(l, ("look-ahead w", "look-ahead b"), self.point[l - 1], describe)
        return blocks

    def _forward(self, l):
        (W, b), (below, letter) = self.point[l - 1], self._h(l - 1)
        net, h = self.passed.net[l - 1], self._h(l)[0]

        def weighted_sum(k):
            n, j = k
            formula = f"Σᵢ {letter}ᵢ w{up(l)}ᵢ{low(j + 1)} + b{up(l)}{low(j + 1)}"
            return (
                f"net{up(l)}{low(j + 1)}",
                formula,
                f"{products(list(zip(below[n], W[:, j])), self.digits)} + {self._f(b[j])}",
            )

        def output(k):
            n, j = k
            place = low(j + 1)
            return f"{self._h(l)[1]}{place}", *activated(self._activation(l), net[n], j, place, self.digits)

        def derivative(k):
            name = f"f′(net{up(l)}{low(k[1] + 1)})"
            return name, *slope(self._activation(l), net[k], h[k], self.digits)

        blocks = [
            Block("net", l, "nj", net, weighted_sum),
            Block("y" if l == self.layers else "h", l, "nj", h, output),
        ]
        if l < self.layers:
            blocks.append(Block("f'", l, "nj", self.passed.slope[l - 1], derivative))
        return blocks

    def _error(self, losses):
        y, t = self.passed.h[-1], self.trace.t

        def describe(k):
            return "E", *error(self.network.loss_name, self.head, y[k], t[k], self.digits)

        blocks = [Block("E", None, "n", losses, describe)]
        if self.many:
            mean = ("E", "Σₙ Eₙ / N", f"({written([self._f(value) for value in losses])}) / {len(losses)}")
            blocks.append(Block("mean E", None, "", losses.mean(), lambda _: mean))
        return blocks

    def _backward(self, l):
        delta, (below, letter) = self.passed.delta[l - 1], self._h(l - 1)

        def carried_back(k):
            formula, numbers = self._output_delta(k) if l == self.layers else self._hidden_delta(l, k)
            return f"δ{up(l)}{low(k[1] + 1)}", formula, numbers

        def gradient(w, k):
            d = f"δ{up(l)}{low(k[-1] + 1)}"
            a = f"{letter}{low(k[0] + 1)} " if w == "w" else ""
            d_n = delta[:, k[-1]]
            if w == "w":
                numbers = products(list(zip(below[:, k[0]], d_n)), self.digits)
            else:
                numbers = written([self._f(value) for value in d_n]) if self.many else ""
            return f"∂E/∂{self._place(l, w, k)}", ("Σₙ " if self.many else "") + a + d, numbers

        arrays = self.trace.layers(self.passed.gradient)[l - 1]
        pair = self._pair(l, ("dE/dw", "dE/db"), arrays, gradient, self.estimate and self._estimates)
        return [Block("delta", l, "nj", delta, carried_back), *pair]

    def _estimates(self, l, letter):
        """index -> the central difference of that weight or bias of layer l."""
        flat = np.arange(self.network.parameters.size)
        places = self.trace.layers(flat)[l - 1]["wb".index(letter)]
        return lambda k: self.estimate(int(places[k]))

    def _output_delta(self, k):
        n, j = k
        y, t = self.passed.h[-1][n], self.trace.t[n]
        return self._share(*output_delta(self.network.loss_name, self.head, y, t, j, low(j + 1), self.digits))

    def _hidden_delta(self, l, k):
        n, j = k
        W, above = self.point[l][0], self.passed.delta[l]
        formula = f"f′(net{up(l)}{low(j + 1)}) Σₖ w{up(l + 1)}{low(j + 1)}ₖ δ{up(l + 1)}ₖ"
        numbers = f"{self._f(self.passed.slope[l - 1][k])}·({products(list(zip(W[j], above[n])), self.digits)})"
        return formula, numbers

    def _given(self):
        """What the rule is given: with penalties, clipped."""
        t, blocks = self.trace, []
        raw, weights, given = (t.layers(v) for v in (t.passed.gradient, t.point, t.g))
        for l in range(1, self.layers + 1):

            def describe(w, k, l=l):
                g, value = (part[l - 1]["wb".index(w)][k] for part in (raw, weights))
                penalty = (" + l1 sign(w)" * bool(t.l1) + " + l2 w" * bool(t.l2)) * (w == "w")
                numbers = f"{self._n(g)}" + (
                    f" + {self._n(t.l1)}·sign({self._n(value)})" * bool(t.l1)
                    + f" + {self._n(t.l2)}·{self._f(value)}" * bool(t.l2)
                ) * (w == "w")
                formula = f"∂E/∂{w}{penalty}"
                if self.shrink < 1:
                    formula, numbers = f"({formula}) clip / ‖g‖", f"({numbers})·{self._n(self.shrink)}"
                return f"g({self._place(l, w, k)})", formula, numbers

            blocks += self._pair(l, ("g w", "g b"), given[l - 1], describe)
        return blocks

    @cached_property
    def steps(self):
        """The `RuleStep` s of the update."""
        return list(rule_steps(self.trace.as_update()))

    @cached_property
    def shrink(self):
        """By how much clipping shortened the gradient; 1 where it did not."""
        t = self.trace
        if t.clip_norm is None:
            return 1.0
        norm = np.linalg.norm(t.g)
        whole = t.passed.gradient.copy()
        for (dW, _), (W, _) in zip(t.layers(whole), self.point):
            dW += t.l1 * np.sign(W) + t.l2 * W
        return float(min(1.0, norm / np.linalg.norm(whole))) if norm > 0 else 1.0

    def _update(self, l):
        """The rule's steps, one after the other, for W and b of layer l; before layer 1 its constants."""
        blocks, optimizer = [], self.trace.optimizer
        for symbol, value in given(optimizer.rule, self.trace.step).items() if l == 1 else ():
            about = (symbol, as_taken(optimizer, optimizer.rule.given[symbol][0]), "")
            blocks.append(Block(symbol, None, "", np.array(value), lambda _, about=about: about))
        for step in self.steps:
            known = {name: self.trace.layers(v)[l - 1] if np.ndim(v) else (v, v) for name, v in step.known.items()}

            def describe(w, k, step=step, known=known):
                now = {name: pair["wb".index(w)] for name, pair in known.items()}
                now = {name: v[k] if np.ndim(v) else v for name, v in now.items()}
                place = self._place(l, w, k)
                name = f"{step.word} {place}" if step.symbol == "w" else f"{step.symbol}({place})"
                return name, step.formula, filled(step.formula, now, self.digits)

            blocks += self._pair(l, [f"{step.word} {w}" for w in "wb"], self.trace.layers(step.values)[l - 1], describe)
        return blocks
