"""Figures as files: PNG, SVG or PDF; a file for each slide."""

import io
import re
from pathlib import Path

import matplotlib

from numnet.figures.drawing import fonts
from numnet.figures.drawing.animation import WHO_HAS_PAGES
from numnet.figures.drawing.notebook import figures_of
from numnet.figures.drawing.slides import DPI, MAGNIFIED, Slide
from numnet.files.output import is_stdout, write_output
from numnet.runs.file_names import FIGURE_MARK

FORMATS = {"png": {"Software": FIGURE_MARK}, "svg": {"Date": None, "Creator": FIGURE_MARK},
           "pdf": {"CreationDate": None, "Creator": FIGURE_MARK}}  # fmt: skip
def check_format(path):
    """The ending of a figure's file, without the dot; png for standard output. Raises `ValueError` for others."""
    ending = "png" if is_stdout(path) else Path(path).suffix.lower().lstrip(".")
    if ending not in FORMATS:
        known = ", ".join(f".{name}" for name in FORMATS) + WHO_HAS_PAGES * (ending == "html")
        raise ValueError(f"can't save a figure as {Path(path).name!r}: the ending must be one of {known}")
    return ending


def save(drawing, path):
    """Writes a figure to `path` at 150 dpi, whole or not at all, and returns the path; missing folders are made.

    ``drawing``: axes, an array of them, as figures return them, or a figure. The ending decides between PNG, SVG and
    PDF; "-" is standard output, which gets a PNG. Axes of several figures, as slides are, are written to a file each,
    ``path`` with the word of its panel, "losses-regression.png", or with 1, 2, …; a list of these paths is returned.
    A PNG of a slide has 1920 x 1080 pixels. The same figure gives the same bytes: no dates, no random names. Raises
    `ValueError` for another ending and for several figures to standard output, `TypeError` for what is no figure,
    `OSError` where a file can't be written.
    """
    path, ending, drawings = Path(path), check_format(path), figures_of(drawing, "save")
    if len(drawings) == 1:
        return _write(drawings[0], path, ending)
    if is_stdout(path):
        raise ValueError(f"standard output takes one picture, and these are {len(drawings)} slides; name a file, such "
                         "as slide.png, and each is written beside it with the word of its panel")  # fmt: skip
    return [_write(one, path.with_name(f"{path.stem}-{word}{path.suffix}"), ending)
            for one, word in zip(drawings, _words(drawings))]  # fmt: skip


def _words(drawings):
    """What tells the files apart: the words of the panels, or numbers where not every one has its own."""
    words = [re.sub(r"[^\w.]+", "-", getattr(drawing, "word", "")).strip("-.") for drawing in drawings]
    return words if all(words) and len(set(words)) == len(words) else range(1, len(words) + 1)


def _write(drawing, path, ending):
    content = io.BytesIO()
    path.parent.mkdir(parents=True, exist_ok=True)
    fonts.make_readable(drawing)
    dpi, options = 150, {}
    if isinstance(drawing, Slide):
        dpi = DPI
        if ending == "png":  # programs for slides then take it as 13.33 x 7.5 inches
            options["pil_kwargs"] = {"dpi": (DPI / MAGNIFIED,) * 2}
    with matplotlib.rc_context({"svg.hashsalt": "numnet", "pdf.fonttype": 42}), fonts.without_warnings():
        drawing.savefig(content, format=ending, dpi=dpi, metadata=FORMATS[ending], **options)
    write_output(path, content.getvalue())
    return path
