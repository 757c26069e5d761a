"""The inputs and targets of a trace: what is computed from the features, what is standardised."""

from numnet.kernels.codes import InputTerm
from numnet.tracing.blocks import Block
from numnet.tracing.notation import factor, low, number


def input_blocks(trace, layers, digits):
    """Blocks of the inputs and the targets of a `Trace` of a network of so many layers.

    Where inputs are computed from the features, a block of these terms comes first.
    """
    terms, scaler, raw, blocks = trace.network.terms, trace.network.scaler, trace.raw, []
    if terms is not None and raw is not None:
        features, raw = raw, terms.of(raw)
        blocks.append(Block("term", 0, "nj", raw, lambda k: _term(terms, features[k[0]], k[1], digits)))

    def describe(k):
        if scaler is None or raw is None:
            return f"x{low(k[1] + 1)}", "", ""
        mean, scale = scaler.mean[k[1]], scaler.scale[k[1]]
        numbers = f"({number(raw[k], digits)} − {factor(mean, digits)}) / {number(scale, digits)}"
        return f"x{low(k[1] + 1)}", "(value − mean) / deviation", numbers

    target = Block("t", layers, "nj", trace.t, lambda k: (f"t{low(k[1] + 1)}", "", ""))
    return [*blocks, Block("x", 0, "nj", trace.x, describe), target]


def _term(terms, x, place, digits):
    """``x1·x2``, and the same with the numbers of a row x (d,)."""
    name, (kind, i, j) = terms.texts[place].replace("*", "·").replace("^2", "²"), terms.terms[place]
    if kind == InputTerm.PRODUCT:
        numbers = f"{factor(x[i], digits)}·{factor(x[j], digits)}"
    else:
        function = {InputTerm.SINE: "sin", InputTerm.COSINE: "cos"}.get(kind)
        numbers = function and f"{function}({number(x[i], digits)})"
    return name, "", numbers or ""
