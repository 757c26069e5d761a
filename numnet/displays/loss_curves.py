"""The losses of a training: as a sparkline, and as a chart with axes."""

from numnet.displays.curves import Scale, loss_scale, parts_of, path, spoken
from numnet.displays.svg import svg, words

SMALL, LARGE = (180, 36), (560, 230)
LEFT, RIGHT, TOP, BOTTOM = 58, 24, 26, 40  # pixels about the chart; right, half a number of epochs


def sparkline(history):
    """Training loss as a line, validation loss dashed; nothing where no loss was finite.

    ``history``: has ``epoch``, ``train_loss`` and ``validation_loss``, arrays (n,), and ``epochs``.
    """
    parts, (width, height) = parts_of(history), SMALL
    if not parts:
        return ""
    x = _epochs(history, 2, width - 2)
    y = loss_scale([part.losses for part in parts], height - 3, 3)
    lines = [path(part.epochs, part.losses, x, y, part.look) for part in parts]
    return svg(width, height, spoken(parts, history.epochs), *lines)


def loss_chart(history):
    """The same with axes: losses that span decades on a logarithmic one, and the last values in the legend."""
    parts, (width, height) = parts_of(history), LARGE
    x = _epochs(history, LEFT, width - RIGHT)
    y = loss_scale([part.losses for part in parts] or [()], height - BOTTOM, TOP, from_zero=True)
    lines = [path(part.epochs, part.losses, x, y, f' stroke-width="1.5"{part.look}') for part in parts]
    return svg(width, height, spoken(parts, history.epochs), *_axes(x, y), *_legend(parts), *lines)


def _epochs(history, start, end):
    last = int(history.epoch[-1]) if len(history.epoch) else 0
    first = int(history.epoch[0]) if len(history.epoch) else 0
    return Scale(first, max(last, first + 1), start, end)


def _axes(x, y):
    yield f'<path d="M{x.start},{y.end}V{y.start}H{x.end}" opacity=".5"/>'
    for tick in x.ticks(6):
        if tick == int(tick):
            at = float(x([tick])[0])
            yield words(at, y.start + 15, int(tick))
    for tick in y.ticks(5):
        at = float(y([tick])[0])
        yield f'<path d="M{x.start},{at:.1f}H{x.end}" opacity=".15"/>' + words(x.start - 6, at + 4, _short(tick), "end")
    yield words((x.start + x.end) / 2, y.start + 32, "epoch")
    yield words(0, 0, "loss", more=f' transform="translate(12 {(y.start + y.end) / 2:.0f}) rotate(-90)"')


def _legend(parts):
    at = LEFT
    for part in parts:
        text = f"{part.name} {part.last:.4g}"
        yield f'<path d="M{at},12h22" stroke-width="1.5"{part.look}/>' + words(at + 28, 16, text, "start")
        at += 60 + 7 * len(text)


def _short(tick):
    return f"{tick:.6g}".replace("e-0", "e−").replace("e+0", "e").replace("-", "−")
