"""A trace as a work sheet: formulas and given numbers stand there, what is to be worked out is left open."""

import numpy as np

from numnet.tracing.blocks import Block, Section
from numnet.tracing.derivation import Derivation
from numnet.tracing.notation import GAP
from numnet.tracing.rule_steps import hyper_parameters
from numnet.tracing.trace_display import trace_html, update_words

GIVEN = ("w", "b", "term", "x", "t")  # quantities that stand on every sheet


class WorkSheet(Derivation):
    """The lines of a `Derivation`, with gaps for the numbers of a layer, a unit, or all that is worked out.

    Open lines have their name and formula alone, and NaN as value.  A section more holds what else is needed: the
    hyper-parameters of the rule, and what it remembers of the updates before.
    """

    def __init__(self, derivation, layer=None, unit=None):
        """Raises ValueError where the layer or unit has nothing to be worked out."""
        if derivation.estimate is not None:
            raise ValueError("a work sheet has no central differences: they are the gradients; trace without check")
        super().__init__(derivation.trace, derivation.digits)
        self.layer, self.unit = layer, unit
        if not any(self.open(block).any() for block in self.blocks()):
            raise ValueError("that layer or unit has no number that is worked out; name another, or none")

    def open(self, block):
        """Where the numbers of a block are to be worked out (as ``block.values``), True or False."""
        mask = np.zeros(block.values.shape, bool)
        layer = self.layers if block.quantity in ("E", "mean E") else block.layer  # errors go with the output layer
        given = block.quantity in GIVEN or block.quantity.endswith(" before")
        if given or (layer is None and block.quantity != "E after"):  # a constant of the rule
            return mask
        if self.layer in (None, layer) and block.has(self.unit):
            mask[(...,) if self.unit is None else (..., self.unit - 1)] = True
        return mask

    def sections(self):
        """Those of the trace that are needed, and before the forward pass what the rule is given."""
        for title, blocks in self._everything():
            blocks = [block for block in blocks if self._needed(block)]
            if blocks:
                yield Section(title, blocks)

    def blocks(self):
        """All blocks, also those that are not shown."""
        return [block for _, blocks in self._everything() for block in blocks]

    def _everything(self):
        for section in super().sections():
            yield section
            if section.title == "Input and target":
                yield Section(f"Rule: {self.trace.optimizer.name}", self._rule())

    def _needed(self, block):
        """Whether a block is open, or open ones follow from it; what follows from them would give them away."""
        if self.open(block).any() or (self.layer is None and self.unit is None):
            return True
        word = block.quantity.rpartition(" ")[0]
        if block.quantity == "E after" or word in {"g", *(step.word for step in self.steps)}:
            return False
        if block.quantity.startswith("dE/d"):
            return self.trace.clip_norm is not None  # clipping needs the length of the whole gradient
        return block.quantity != "delta" or self.layer is None or block.layer > self.layer

    def _rule(self):
        trace, rule = self.trace, self.trace.optimizer.rule
        numbers = {name: value for name, value in hyper_parameters(trace.optimizer).items() if value or name != "λ"}
        numbers |= {"t": trace.update} if any("ᵗ" in step.formula for step in self.steps) else {}
        penalties = {"l1": trace.l1, "l2": trace.l2, "clip": trace.clip_norm}
        numbers |= {name: value for name, value in penalties.items() if value}
        if trace.update == 1:
            numbers |= {f"{symbol} before the first update": 0.0 for symbol in rule.memory}
        blocks = [Block(name, None, "", np.array(float(value)), lambda _, name=name: (name, "", ""))
                  for name, value in numbers.items()]  # fmt: skip
        for symbol, values in zip(rule.memory, trace.memory) if trace.update > 1 else ():
            for l, arrays in enumerate(trace.layers(values), 1):

                def describe(w, k, l=l, symbol=symbol):
                    return f"{symbol}({self._place(l, w, k)}) before", "", ""

                blocks += self._pair(l, [f"{symbol} {w} before" for w in "wb"], arrays, describe)
        return blocks

    def lines(self, block, unit=None, most=None):
        """The `Line` s of a block, the first so many; open ones without numbers and value."""
        opened, indices = self.open(block), block.indices(unit)[:most]
        lines = super().lines(block, unit, most)
        return [line._replace(numbers="" if block.quantity not in GIVEN else line.numbers,
                              value=float("nan") if opened[index] else line.value)
                for line, index in zip(lines, indices)]  # fmt: skip

    def __repr__(self):
        return f"<Work sheet of {update_words(self.trace)}>"

    def _repr_html_(self):
        return trace_html(repr(self)[1:-1], self, self.sections())

    def _n(self, value):
        return GAP if value != value else super()._n(value)
