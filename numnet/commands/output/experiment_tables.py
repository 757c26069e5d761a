"""Tables of the chapter's experiments."""


def gradient_table(experiment):
    """Header and rows of the table: a row a network."""
    import numpy as np

    header = ("network", "rate", "δ of layer 1", "∂E/∂W of layer 1", "loss at the end", "accuracy", "diverged")
    rows = []
    for stack in experiment.stacks.values():
        ratios = [np.median([size[0, 0] / size[0, -2] for size in sizes]) for sizes in (
            [norms.delta for norms in stack.norms], [norms.gradient for norms in stack.norms])]  # fmt: skip
        loss = stack.loss[np.isfinite(stack.loss[:, -1]), -1]
        ends = f"{np.median(loss):.2g} ({loss.min():.2g} to {loss.max():.2g})" if len(loss) else "–"
        rows.append((f"{stack.activation}, {stack.depth} hidden", f"{stack.rate:g}",
                     *(f"× {ratio:.2g}" for ratio in ratios), ends,
                     f"{100 * np.median(stack.accuracy):.0f} %", f"{stack.diverged}/{experiment.seeds}"))  # fmt: skip
    return header, rows


def capacity_rows(experiment):
    """Rows of the least, the best and the greatest capacity, and of every remedy for the overfitted network."""
    chosen = [(f"{word} {errors.values[k]:g}", errors, k)
              for word, errors in (("width", experiment.widths), ("degree", experiment.degrees))
              for k in (0, errors.best, -1)]  # fmt: skip
    chosen += [(f"width {experiment.width}, {name}" + f" {errors.values[errors.best]:g}" * (name != "early stopping"),
                errors, errors.best) for name, errors in experiment.remedies.items()]  # fmt: skip
    return list(dict.fromkeys(_capacity_row(*one) for one in chosen))


def _capacity_row(label, errors, k):
    import numpy as np

    low, middle, high = np.percentile(errors.validation[:, k], (25, 50, 75))
    return label, f"{np.median(errors.train[:, k]):.3g}", f"{middle:.3g}", f"{low:.3g} to {high:.3g}"


def capacity_verdict(experiment):
    """Where the validation error is least, and whether it grows from there on."""
    import numpy as np

    lines = []
    for word, errors in (("width", experiment.widths), ("degree", experiment.degrees)):
        middle, values = np.median(errors.validation, axis=0), errors.values
        worst = errors.best + int(middle[errors.best :].argmax())
        if errors.best == len(values) - 1:
            lines.append(f"{word:<10}the validation error is lowest at {values[-1]:g}, the largest that was tried")
            continue
        ends = (f"and grows from there on, to {middle[-1]:.2g} at {values[-1]:g}" if worst == len(values) - 1 else
                f"worst beyond that at {values[worst]:g}, and lower again at {values[-1]:g}")  # fmt: skip
        lines.append(f"{word:<10}the validation error is lowest at {values[errors.best]:g}, {ends}")
    return "\n".join(lines)
