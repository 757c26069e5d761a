"""What is printed of an evaluation: loss, metrics, and for classes a table and the confusion matrix."""

from numnet.commands.output.text import table
from numnet.utils.number_words import named_metric
from numnet.utils.wording import plural


def describe(name, figures, labels):
    """The figures of one part as text; ``labels`` are the names of the outputs."""
    scalars = {key: value for key, value in figures.items() if isinstance(value, float) and key != "loss"}
    lines = [
        f"{name}: {plural(figures['rows'], 'row')}, loss {figures['loss']:.4g}, "
        + ", ".join(named_metric(key, value) for key, value in scalars.items())
    ]
    for kind in ("classes", "labels"):
        if kind in figures:
            header = [kind[:-1] if kind == "labels" else "class", *next(iter(figures[kind].values()))]
            rows = [
                [label, *(f"{v:.3f}" if isinstance(v, float) else str(v) for v in row.values())]
                for label, row in figures[kind].items()
            ]
            lines.append(table(header, rows))
    if "confusion" in figures:
        lines.append("confusion matrix (row: true class, column: predicted)")
        lines.append(
            table(["", *labels], [[label, *map(str, row)] for label, row in zip(labels, figures["confusion"])])
        )
    return "\n".join(lines)
